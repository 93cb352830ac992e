import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import { judge } from "../../../core/judge.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, containerIn, positionIn, tasksIn } from "../../support/engine-files.ts";

const lines = (...text: readonly string[]) => text.join("\n");
const read = (text: string, files: Readonly<Record<string, string>> = {}) => readCompose(aSourceFile(text, files));
const web = (text: string, files: Readonly<Record<string, string>> = {}) => containerIn(read(text, files), "web");
const over = (base: string, own: string) =>
	web(lines("services:", `  base: {build: ., ${base}}`, `  web: {extends: base, ${own}}`));

describe("extends within one file", () => {
	test.each([
		["image: a, user: root", "user: app", { image: "a", user: "app" }],
		["read_only: true", "read_only: false", { readonlyRootFilesystem: false }],
		["read_only: true", "read_only: null", { readonlyRootFilesystem: true }],
		["read_only: true", "read_only: !reset null", { readonlyRootFilesystem: null }],
		["user: root", "user: !override app", { user: "app" }],
		["cap_add: [A]", "cap_add: [B]", { capabilities: { add: ["A", "B"], drop: [] } }],
		["cap_add: [A]", "cap_add: !override [B]", { capabilities: { add: ["B"], drop: [] } }],
		["cap_add: [A]", "cap_add: !reset []", { capabilities: { add: [], drop: [] } }],
		["mem_limit: 1g", "deploy: {resources: {limits: {cpus: '1'}}}", { memoryMiB: 1024 }],
		["deploy: {resources: {limits: {memory: 1g}}}", "deploy: {resources: {limits: {cpus: '1'}}}", { memoryMiB: 1024 }],
		["deploy: {resources: {limits: {memory: 1g}}}", "deploy: {resources: !reset {}}", { memoryMiB: null }],
		[
			"deploy: {resources: {limits: {memory: 1g}}}",
			"deploy: {resources: !override {limits: {memory: 2g}}}",
			{ memoryMiB: 2048 },
		],
		["logging: {driver: none}", "logging: {options: {a: b}}", { logDriver: "none" }],
		[
			"tmpfs: [/a, /b]",
			"tmpfs: ['/b:size=1m', /c]",
			{ tmpfs: [{ path: "/a" }, { path: "/b", sizeMiB: 1 }, { path: "/c" }] },
		],
		[
			"volumes: [x1:/a, x2:/b]",
			"volumes: ['y1:/b:ro', y2:/c]",
			{ mounts: [{ volume: "x1" }, { volume: "y1", readOnly: true }, { volume: "y2" }] },
		],
		["volumes: [x1:/a]", "volumes: [{type: tmpfs, target: /a}]", { mounts: [], tmpfs: [{ path: "/a" }] }],
		["secrets: [a]", "secrets: [a, b]", { mounts: [{ path: "/run/secrets/a" }, { path: "/run/secrets/b" }] }],
		["environment: {A: 1}", "environment: !override [B=1]", { environment: [{ name: "B" }] }],
		["environment: {A: 1}", "environment: !override {B: 1}", { environment: [{ name: "B" }] }],
		["environment: {A: 1}", "environment: !reset []", { environment: [] }],
		[
			"env_file: gone.env",
			"env_file: !override [lost.env]",
			{
				environment: [
					{ name: "any secret", value: { unresolved: "env_file lost.env cannot be read (there is no such file)" } },
				],
			},
		],
		[
			"environment: {A: 1, B: 2}",
			"environment: [B=3, C=4]",
			{ environment: [{ name: "A" }, { name: "B" }, { name: "C" }] },
		],
	])("merges %s with %s", (base, own, container) => {
		expect(over(base, own)).toMatchObject(container);
	});

	test("follows a chain, in both notations", () => {
		const text =
			"services: {a: {image: a, user: root}, b: {extends: a, image: b}, web: {extends: {service: b}, read_only: true}}";
		expect(web(text)).toMatchObject({ image: "b", user: "root", readonlyRootFilesystem: true });
	});

	test("works with anchors and merge keys", () => {
		const text = lines(
			"x-base: &base {read_only: true, tmpfs: [/tmp]}",
			"services:",
			"  web:",
			"    <<: *base",
			"    image: a",
			"    tmpfs: [/run]",
		);
		expect(web(text)).toMatchObject({ readonlyRootFilesystem: true, tmpfs: [{ path: "/run" }] });
		expect(positionIn(read(text), "web", "linuxParameters.tmpfs.0")).toBe("6:13");
	});

	test.each([
		["web: {extends: web}", "compose.yaml:2:9: service web extends itself"],
		["web: {extends: a}\n  a: {extends: {service: b}}\n  b: {extends: a}", "extends itself"],
		["web: {extends: {file: compose.yaml, service: web}}", "compose.yaml:2:9: service web extends itself"],
	])("is refused when services extend each other: %s", (services, message) => {
		const text = `services:\n  ${services}`;
		expect(() => read(text, { "compose.yaml": text })).toThrow(message);
	});

	test("stops at a chain that is too long and leaves a missing layer", () => {
		const services = Array.from({ length: 80 }, (_, index) => `  s${index}: {extends: s${index + 1}}`);
		const reading = read(lines("services:", ...services, "  s80: {image: a}"));
		expect(containerIn(reading, "s79").image).toBe("a");
		expect(containerIn(reading, "s0").image).toEqual({
			unresolved: "extends of service s20 cannot be read (the chain is too long)",
		});
	});
});

describe("extends of another file", () => {
	const files = {
		"other/base.yaml": lines(
			"services:",
			"  app:",
			"    extends: root",
			"    env_file: app.env",
			"    image: app:${TAG:-1}",
			"  root: {read_only: true, extends: {file: ../more.yaml, service: more}}",
		),
		"other/app.env": "A=1",
		"more.yaml": "services: {more: {user: app}}",
		"bad.yaml": "services: {a: b: c}",
		"none.yaml": "name: x",
	};
	const extending = (reference: string) => lines("services:", "  web:", "    pid: host", `    extends: ${reference}`);

	test("follows what that file extends, relative to its folder", () => {
		const reading = read(extending("{file: other/base.yaml, service: app}"), files);
		expect(reading.notes).toEqual([]);
		expect(containerIn(reading, "web")).toMatchObject({
			image: "app:1",
			user: "app",
			readonlyRootFilesystem: true,
			environment: [{ name: "A" }],
		});
		expect(positionIn(reading, "web", "image")).toBe("4:5");
		expect(positionIn(reading, "web", "pidMode")).toBe("3:5");
	});

	test.each([
		["{file: gone.yaml, service: app}", "gone.yaml: there is no such file"],
		["{file: other/base.yaml, service: gone}", "there is no service gone"],
		["{file: none.yaml, service: app}", "there is no service app"],
		["{file: bad.yaml, service: app}", "bad.yaml:1:"],
		["{file: $X, service: app}", "the file name is unknown because ${X} has no value"],
		["{file: 'https://x.test/a.yaml', service: app}", "the file name is unknown because it is not on this machine"],
		["{file: other/base.yaml}", "it does not name a service"],
		["{service: $X}", "${X} has no value"],
		["gone", "there is no service gone"],
		["[a]", "it is not a string"],
	])("leaves a missing layer and a note for %s", (reference, why) => {
		const reading = read(extending(reference), files);
		const text = expect.stringContaining(`extends of service web cannot be read (${why}`);
		const missing = { unresolved: text };
		expect(reading.notes).toEqual([{ at: { line: 4, column: 5 }, text }]);
		expect(tasksIn(reading)["web"]).toMatchObject({ pidMode: "host", ipcMode: missing });
		expect(containerIn(reading, "web")).toMatchObject({
			image: missing,
			readonlyRootFilesystem: missing,
			capabilities: { add: missing, drop: missing },
			environment: [{ name: "any secret", value: missing }],
			tmpfs: [{ path: missing, sizeMiB: missing, options: missing }],
			mounts: [{ path: missing, volume: missing, hostPath: missing, readOnly: missing }],
		});
	});

	test.each([
		["environment: !override {A: 1}", ["any secret", "A"]],
		["env_file: !override [a.env]", ["B", "any secret"]],
		["environment: !override {A: 1}\n    env_file: !override [a.env]", ["B", "A"]],
	])("leaves the environment incomplete when the layer is missing: %s", (own, names) => {
		const text = lines("services:", "  web:", "    extends: gone", `    ${own}`);
		const { environment } = web(text, { "a.env": "B=1" });
		expect(environment).toEqual(names.map((name) => expect.objectContaining({ name })));
	});

	test("reads a file once for several services", () => {
		const asked: string[] = [];
		const file = aSourceFile(
			"services: {a: {extends: {file: base.yaml, service: x}}, b: {extends: {file: ./base.yaml, service: y}}}",
			{ "base.yaml": "services: {x: {image: x}, y: {image: y}}" },
		);
		const beside = (path: string) => {
			asked.push(path);
			return file.readRelative(path);
		};
		const reading = readCompose({ ...file, readRelative: beside });
		expect([containerIn(reading, "a").image, containerIn(reading, "b").image]).toEqual(["x", "y"]);
		expect(asked.filter((path) => path === "base.yaml")).toHaveLength(1);
	});

	test("makes every control that a missing layer can change unknown, each with its reason once", () => {
		const { subjects } = read(extending("gone"), files);
		const verdicts = subjects.flatMap(({ facts }) => judge(controls, facts, defaultPolicy));
		const open = verdicts.filter(({ message }) => message.includes("extends of"));
		expect(open.length).toBeGreaterThan(14);
		expect(new Set(open.map(({ status }) => status))).toEqual(new Set(["unknown"]));
		const twice = open.filter(({ message }) => message.split("extends of").length > 2);
		expect(twice.map(({ message }) => message)).toEqual([]);
	});

	test("keeps what is defined over a missing layer as known", () => {
		const text = lines(
			"services:",
			"  web:",
			"    extends: gone",
			"    tmpfs: !override [/tmp]",
			"    volumes: [data:/d]",
			"    user: app",
		);
		expect(web(text)).toMatchObject({
			user: "app",
			tmpfs: [{ path: "/tmp" }],
			mounts: [{ path: { unresolved: expect.any(String) } }, { path: "/d" }],
		});
	});
});
