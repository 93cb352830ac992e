import { describe, expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, containerIn, positionIn, tasksIn } from "../../support/engine-files.ts";
import { showing } from "../../support/partial-text.ts";

const files = {
	".env": "TAG=main\nONLY=main",
	"db/compose.yaml":
		"services: {db: {image: 'db:$TAG$PART', env_file: db.env, volumes: [store:/data]}}\nvolumes: {store: {driver_opts: {type: none, o: bind, device: /srv}}}",
	"db/.env": "TAG=own\nPART=-own",
	"db/db.env": "A=1",
	"db/override.yaml": "services: {db: {read_only: true}}",
	"other.env": "PART=-other",
	"up/compose.yaml": "include: [../db/compose.yaml]\nservices: {up: {image: up}}",
	"a.yaml": "include: [b.yaml]\nservices: {a: {image: a}}",
	"b.yaml": "include: [a.yaml]\nservices: {b: {image: b}}",
	"back.yaml": "include: [compose.yaml]",
	"web.yaml": "services: {web: {image: other, user: first}}",
	"more.yaml": "services: {web: {image: more, user: second, read_only: true}}",
	"list.yaml": "- a",
	"bad.yaml": "a: b: c",
};
const read = (include: string) =>
	readCompose(aSourceFile(`include:\n${include}\nservices:\n  web: {image: web}\n`, files));
const imageOf = (include: string) => containerIn(read(include), "db").image;

describe("include", () => {
	test.each([
		["  - db/compose.yaml", "db:main-own"],
		["  - ./db/compose.yaml", "db:main-own"],
		["  - path: db/compose.yaml", "db:main-own"],
		["  - path: [db/compose.yaml]\n    env_file: other.env", "db:main-other"],
		[
			"  - path: db/compose.yaml\n    env_file: [gone.env]",
			{ unresolved: "${PART} has no value", text: showing("db:main${PART}") },
		],
		["  - up/compose.yaml", "db:main-own"],
		["  - ${WHERE:-db}/compose.yaml", "db:main-own"],
	])("uses the variables of the including file before its own: %s", (include, image) => {
		expect(imageOf(include)).toEqual(image);
	});

	test.each([
		["$TAG", { unresolved: "${TAG} has no value", text: showing("${TAG}") }],
		["${TAG:-other}", "other"],
		["${TAG-other}", "other"],
		["${TAG:+other}", null],
		["${OWN:-other}", "own"],
	])("ignores a variable without a value: %s", (image, expected) => {
		const text = "include: [sub/a.yaml]";
		const beside = { "sub/a.yaml": `services: {a: {image: '${image}'}}`, "sub/.env": "TAG\nOWN=own" };
		expect(containerIn(readCompose(aSourceFile(text, beside)), "a").image).toEqual(expected);
	});

	test("makes its services subjects and neighbors, at the position of the entry", () => {
		const reading = read("  - db/compose.yaml");
		expect(reading.notes).toEqual([]);
		expect(Object.keys(tasksIn(reading))).toEqual(["web", "db"]);
		expect(tasksIn(reading)["web"]?.neighbours.map(({ name }) => name)).toEqual(["db"]);
		expect(containerIn(reading, "db")).toMatchObject({ environment: [{ name: "A" }], mounts: [{ hostPath: "/srv" }] });
		expect(positionIn(reading, "db", "image")).toBe("2:5");
		expect(positionIn(reading, "web", "image")).toBe("4:9");
	});

	test("merges several files into one model", () => {
		const reading = read("  - path: [db/compose.yaml, db/override.yaml, db/gone.yaml]");
		expect(containerIn(reading, "db")).toMatchObject({ image: "db:main-own", readonlyRootFilesystem: true });
		expect(reading.notes.map(({ text }) => text)).toEqual(["include of db/gone.yaml: there is no such file"]);
	});

	test("merges a service with the same one of the file that includes it, which overrides it", () => {
		const reading = read("  - web.yaml\n  - more.yaml");
		expect(containerIn(reading, "web")).toMatchObject({ image: "web", readonlyRootFilesystem: true, user: "first" });
		expect(reading.notes).toEqual([]);
	});

	test("resolves relative paths from project_directory", () => {
		const reading = read("  - path: db/compose.yaml\n    project_directory: elsewhere");
		expect(reading.notes.map(({ text }) => text)).toEqual([
			"env_file elsewhere/db.env cannot be read (there is no such file)",
		]);
	});

	test("includes a file once even when it is listed twice", () => {
		const reading = read("  - up/compose.yaml\n  - db/compose.yaml");
		expect(Object.keys(tasksIn(reading))).toEqual(["web", "up", "db"]);
		expect(reading.notes).toEqual([]);
	});

	test.each([
		["  - gone.yaml", "include of gone.yaml: there is no such file"],
		["  - bad.yaml", expect.stringMatching(/^include of bad\.yaml:1:\d+: not YAML/)],
		["  - oci://docker.io/x/y", "include of oci://docker.io/x/y cannot be read (it is not on this machine)"],
		[
			"  - https://github.com/x/y.git",
			"include of https://github.com/x/y.git cannot be read (it is not on this machine)",
		],
		["  - git@github.com:x/y.git", "include of git@github.com:x/y.git cannot be read (it is not on this machine)"],
		["  - $X/a.yaml", "include of $X/a.yaml cannot be read (${X} has no value)"],
		["  - path: [[a]]", "include of a file cannot be read (it is not a string)"],
	])("notes what cannot be included: %s (%s)", (include, text) => {
		const reading = read(include);
		expect(reading.notes).toEqual([{ at: { line: 2, column: 5 }, text }]);
		expect(containerIn(reading, "web").image).toBe("web");
	});

	test.each([
		["  - a.yaml", "compose.yaml:2:5: a.yaml includes itself"],
		["  - back.yaml", "compose.yaml:2:5: compose.yaml includes itself"],
		["  - list.yaml", "compose.yaml:2:5: services is not a mapping"],
	])("is refused when files include each other: %s (%s)", (include, message) => {
		expect(() => read(include)).toThrow(message);
	});

	test("may be empty", () => {
		expect(Object.keys(tasksIn(read("  - {env_file: a}")))).toEqual(["web"]);
	});
});
