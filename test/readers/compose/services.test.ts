import { describe, expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { looksLikeCompose } from "../../../readers/compose/recognize.ts";
import { aSourceFile, positionIn, tasksIn } from "../../support/engine-files.ts";

test.each([
	[{ services: { web: { image: "a" } } }, true],
	[{ services: { web: { build: "." } }, version: "3" }, true],
	[{ services: { web: { read_only: true } } }, true],
	[{ services: { web: null, db: { extends: "web" } } }, true],
	[{ include: ["a.yaml"], name: "x", "x-more": 1 }, true],
	[{ web: { image: "nginx" }, db: { build: "." } }, true],
	[{ services: { "App\\Mailer": { arguments: ["a"], tags: ["b"] } } }, false],
	[{ services: {} }, false],
	[{ services: ["docker"] }, false],
	[{ services: { db: { arguments: ["a"] }, web: { image: "a" } } }, true],
	[{ services: { web: { image: "a" } }, stages: ["build"] }, true],
	[{ services: { web: { image: "a" } }, db: { image: "misplaced" } }, true],
	[{ services: { web: { image: "a" } }, "x-steps": [{ image: "b" }], volumes: { data: { image: "c" } } }, true],
	[{ services: { web: { image: "a" } }, steps: ["image", null, 1, { image: 1 }] }, true],
	[{ services: { web: "image" } }, false],
	[{ services: { web: { arguments: [] } }, include: ["a.yaml"] }, false],
	[{ services: [], web: { image: "nginx" } }, false],
	[{ include: ["a.yaml"], version: "3", networks: {}, volumes: {}, configs: {}, secrets: {} }, true],
	[{ include: ["a.yaml"], "a-x-more": 1 }, false],
	[{ include: ["a.yaml"], xname: 1 }, false],
	[{ include: ["a.yaml"], renamed: 1 }, false],
	[{ include: ["a.yaml"], names: 1 }, false],
	[{ name: "x", version: "3" }, false],
	[{ "x-more": { a: 1 }, web: { build: "." } }, true],
	[{ web: { build: "." }, text: "x" }, false],
	[{ web: { environment: ["A=1"] } }, false],
	[{ web: { image: 1 } }, false],
	[{ include: "a.yaml" }, false],
	[{ include: ["a.yaml"], stages: ["build"] }, false],
	[{ web: { image: "nginx" }, name: "x" }, false],
	[{ hero: { image: "a large picture" } }, false],
	[{ Resources: { A: { Type: "AWS::ECS::Service" } } }, false],
	[{}, false],
	[[], false],
	[null, false],
	["services", false],
	[{ services: { web: { "!override": { labels: ["a"] } } } }, true],
	[{ services: { web: { "!override": { anything: 1 } } } }, true],
	[{ services: { web: { "!reset": null } } }, true],
	[{ services: { "!override": { web: {} } } }, true],
	[{ web: { "!override": { image: "nginx" } } }, true],
])("whether %j is a Compose file: %s", (value, is) => {
	expect(looksLikeCompose(value)).toBe(is);
});

test.each(
	[
		["image", "build", "extends", "provider", "environment", "env_file", "volumes", "tmpfs", "read_only", "user"],
		["privileged", "cap_add", "cap_drop", "ports", "expose", "networks", "depends_on", "entrypoint", "healthcheck"],
		[
			"deploy",
			"logging",
			"profiles",
			"restart",
			"pid",
			"ipc",
			"network_mode",
			"mem_limit",
			"mem_reservation",
			"command",
		],
		["use_api_socket", "volumes_from", "post_start", "pre_stop", "security_opt", "labels", "secrets", "configs"],
	].flat(),
)("%s is a key that identifies a service", (key) => {
	expect(looksLikeCompose({ services: { web: { [key]: null } } })).toBe(true);
	expect(looksLikeCompose({ services: { web: { [key.toUpperCase()]: null } } })).toBe(false);
	expect(looksLikeCompose({ services: { web: { [`${key}s_`]: null } } })).toBe(false);
});

test.each(["class", "arguments", "tags", "", "constructor", "toString"])(
	"%j is not a key that identifies a service",
	(key) => {
		expect(looksLikeCompose({ services: { web: { [key]: "a" } } })).toBe(false);
	},
);

describe("the services of a file", () => {
	const names = (text: string) => Object.keys(tasksIn(readCompose(aSourceFile(text))));

	test.each([
		["services: {web: {image: a}, db: {build: .}}", ["web", "db"]],
		["web: {image: a}\ndb: {build: .}", ["web", "db"]],
		["web: {image: a}\nx-more: {image: b}\nmax-x-: {image: c}", ["web", "max-x-"]],
		["services: {web: {image: a}}\ndb: {image: b}", ["web"]],
		["services: {x-web: {image: a}}", ["x-web"]],
	])("are found in %j: %j", (text, expected) => {
		expect(names(text)).toEqual(expected);
	});

	test("of version 1 have the positions of their top-level keys", () => {
		expect(positionIn(readCompose(aSourceFile("web: {image: a}\ndb: {image: b, user: c}")), "db", "user")).toBe("2:16");
	});

	test.each([
		["name: x", "compose.yaml:1:1: the file has no services; write services: {…}"],
		["services:", "compose.yaml:1:1: the file has no services; write services: {…}"],
		["services: {}", "compose.yaml:1:1: the file has no services; write services: {…}"],
	])("are refused in %j", (text, message) => {
		expect(() => names(text)).toThrow(message);
	});
});

test.each([
	["steps of Woodpecker", { steps: [{ image: "a", commands: ["b"] }], services: { db: { image: "c" } }, when: [] }],
	["steps of Woodpecker by name", { steps: { test: { image: "a" } }, services: { db: { image: "c", ports: ["1"] } } }],
	["a pipeline of an older Woodpecker", { pipeline: { test: { image: "a" } }, services: { db: { image: "c" } } }],
	[
		"a pipeline of Drone",
		{ kind: "pipeline", steps: [{ name: "x", image: "a" }], services: [{ name: "db", image: "c" }] },
	],
	["jobs of GitLab CI", { lint: { image: "node:24", script: ["npm test"] }, build: { stage: "build", image: "a:1" } }],
	["a default image of GitLab CI", { default: { image: "node:24" }, lint: { stage: "test", rules: [] } }],
	["steps of Woodpecker", { steps: { build: { image: "node:24", commands: ["npm test"] } } }],
])("are none in %s, which have images as well", (_, value) => {
	expect(looksLikeCompose(value)).toBe(false);
});

test("are those of version 1 in a file with only keys of it", () => {
	expect(looksLikeCompose({ web: { build: ".", links: ["db"], mem_swappiness: 0 }, db: { image: "a:1" } })).toBe(true);
});
