import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import capabilities from "../../../controls/task-definition/capabilities.ts";
import nonRootUser from "../../../controls/task-definition/non-root-user.ts";
import type { Control } from "../../../core/control.ts";
import { judge } from "../../../core/judge.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, containerIn, mergedFile, startWordsIn } from "../../support/engine-files.ts";

/** What a service says of its root, and of its image. */
function readIn(path: string, service: string) {
	const reading = readCompose({ ...aSourceFile(`services: {web: ${service}}`), path });
	const { readonlyRootFilesystem: root, image, privileged } = containerIn(reading, "web");
	return { root, image, privileged };
}

function judgedIn(control: Control, service: string): string {
	const [subject] = readCompose({ ...aSourceFile(`services: {web: {${service}}}`), path: "compose.yaml" }).subjects;
	const [one] = subject === undefined ? [] : judge([control], subject.facts, defaultPolicy);
	return `${one?.status} ${one?.message}`;
}

const open = (why: string) => ({ unresolved: `${why}; check it together with the file that it overrides` });
const removed = (key: string) => open(`it removes the ${key} of another file`);
const byName = open("it has no image, and by its name its file overrides another one");
const without = open("it has neither an image nor a build");

test.each([
	"docker-compose.override.yml",
	"docker-compose.override.yaml",
	"compose.override.yml",
	"x/compose.override.yaml",
])("what a service without an image does not say in an override alone is unknown, by its name: %s", (path) => {
	expect(readIn(path, "{build: .}")).toEqual({ root: byName, image: byName, privileged: byName });
	expect(readIn(path, "{build: ., read_only: true, privileged: true}")).toEqual({
		root: true,
		image: byName,
		privileged: true,
	});
	// It may be a service that the override adds.
	expect(readIn(path, "{image: a}")).toEqual({ root: null, image: "a", privileged: null });
});

test.each(["compose.yaml", "compose.prod.yaml", "override.yaml", "docker-compose.override.yml.yaml"])(
	"a file with another name is whole: %s",
	(path) => {
		expect(readIn(path, "{build: .}")).toEqual({ root: null, image: null, privileged: null });
	},
);

test("an override with its base is whole", () => {
	const paths = ["compose.yaml", "compose.override.yaml"];
	const file = mergedFile(["services: {web: {read_only: true}}", "services: {web: {build: .}}"], {}, paths);
	expect(containerIn(readCompose(file), "web")).toMatchObject({ readonlyRootFilesystem: true, privileged: null });
});

test.each([
	["{image: !reset null}", { root: without, image: without, privileged: without }],
	["{image: !reset null, build: .}", { root: removed("image"), image: null, privileged: removed("image") }],
	["{image: a, build: !reset null, privileged: true}", { root: removed("build"), image: "a", privileged: true }],
	["{image: a, user: !reset null}", { root: null, image: "a", privileged: null }],
	["{image: a, user: !override b}", { root: null, image: "a", privileged: null }],
	["!override {image: a}", { root: null, image: "a", privileged: null }],
])("a service that removes an image that no file has is a part of one: %s", (service, expected) => {
	expect(readIn("app.yaml", service)).toEqual(expected);
});

test("an image that an override removes is unknown, unless the service is built", () => {
	const merge = (...services: readonly string[]) =>
		containerIn(readCompose(mergedFile(services.map((one) => `services: {web: ${one}}`))), "web");
	expect(merge("{image: a}", "{image: !reset null}").image).toEqual(without);
	expect(merge("{image: a}", "{image: !reset null, build: .}")).toMatchObject({
		image: null,
		readonlyRootFilesystem: null,
	});
});

test.each([
	["{command: [a], entrypoint: [b]}", "{command: null}", ["b"]],
	["{command: [a], entrypoint: [b]}", "{entrypoint: null}", ["a"]],
	["{command: [a], entrypoint: [b]}", "{command: ~, entrypoint: ~}", []],
	["{command: [a]}", "{user: b}", ["a"]],
	["{command: null}", "{command: [c]}", ["c"]],
	["{command: !reset null}", "{command: [c]}", ["c"]],
])("a command is replaced even by null, which leaves it to the image: %s and %s", (base, override, words) => {
	const file = mergedFile([`services: {web: ${base}}`, `services: {web: ${override}}`, "services: {web: {image: x}}"]);
	expect(startWordsIn(readCompose(file), "web")).toEqual(words);
});

test("a health check is replaced by null as well, and other keys are not", () => {
	const file = mergedFile([
		"services: {web: {image: x, user: app, healthcheck: {test: [CMD, /a]}}}",
		"services: {web: {user: null, healthcheck: {test: null}}}",
	]);
	const reading = readCompose(file);
	expect(containerIn(reading, "web").user).toBe("app");
	expect(reading.subjects[0]?.aroundStart?.()).toMatchObject([{ commands: [] }]);
});

describe("what no base can take away from a fragment is judged:", () => {
	const noBase = "(it has neither an image nor a build; check it together with the file that it overrides)";
	test.each([
		["cap_add: [ALL]", "fail container web adds ALL"],
		["cap_add: [SYS_ADMIN], cap_drop: [ALL]", "fail container web adds SYS_ADMIN"],
		['cap_add: ["${X}", SYS_TIME]', "fail container web adds SYS_TIME"],
		["cap_add: [CHOWN]", `unknown the capabilities that container web adds are unknown ${noBase}`],
		["cap_drop: [ALL]", `unknown the capabilities that container web adds are unknown ${noBase}`],
	])("%s", (service, expected) => {
		expect(judgedIn(capabilities, service)).toBe(expected);
	});

	test.each([
		['user: "0"', "fail container web runs as 0"],
		["user: root", "fail container web runs as root"],
		['user: "0:1000"', "fail container web runs as 0:1000"],
		['user: "1000"', "pass container web runs as 1000"],
		["user: app, cap_drop: [ALL]", "pass container web runs as app"],
		[
			"user: ContainerAdministrator",
			/^unknown container web runs as ContainerAdministrator, which is an administrator on Windows/,
		],
		['user: "0", platform: "${P}"', /^unknown container web runs as 0, which is an administrator on Linux/],
	])("%s", (service, expected) => {
		expect(judgedIn(nonRootUser, service)).toEqual(
			typeof expected === "string" ? expected : expect.stringMatching(expected),
		);
	});

	test("but not what a later file that is missing may take away", () => {
		const missing = "1.yaml: no such file";
		const reading = readCompose(mergedFile(["services: {web: {image: a, cap_add: [SYS_ADMIN]}}", null]));
		expect(containerIn(reading, "web").capabilities).toMatchObject({ add: { unresolved: missing } });
		expect(containerIn(reading, "web").capabilities).not.toHaveProperty("add.known");
	});
});
