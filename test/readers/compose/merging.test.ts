import { describe, expect, test } from "@jest/globals";
import { merging } from "../../../readers/compose/merging.ts";
import { readDocument } from "../../../readers/document/document.ts";

/** The files that are merged in a folder with these files; `environment`: the text of its `.env`. */
const inFolder = (names: readonly string[], environment: string | null = null) =>
	merging.inFolder({
		exists: (name) => names.includes(name) || (name === ".env" && environment !== null),
		read: () => environment,
	});

describe("in a folder, Compose reads", () => {
	test.each([
		[
			["compose.yaml", "compose.override.yaml"],
			["compose.yaml", "compose.override.yaml"],
		],
		[
			["docker-compose.yml", "docker-compose.override.yml"],
			["docker-compose.yml", "docker-compose.override.yml"],
		],
		[
			["compose.yml", "docker-compose.override.yaml"],
			["compose.yml", "docker-compose.override.yaml"],
		],
		[["docker-compose.yaml", "docker-compose.yml", "compose.yml", "compose.yaml"], ["compose.yaml"]],
		[["docker-compose.yaml", "docker-compose.yml"], ["docker-compose.yml"]],
		[
			["compose.yaml", "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml"],
			["compose.yaml", "compose.override.yml"],
		],
		[["compose.override.yaml"], []],
		[["compose.prod.yaml", "base.yaml"], []],
	])("of %j: %j", (names, read) => {
		expect(inFolder(names)).toEqual(read);
	});

	const names = ["compose.yaml", "compose.override.yaml"];

	test.each([
		["COMPOSE_FILE=a.yml:b/c.yml", ["a.yml", "b/c.yml"]],
		["COMPOSE_FILE=a.yml;b.yml", ["a.yml", "b.yml"]],
		["export COMPOSE_FILE='a.yml:../b.yml' # both", ["a.yml", "../b.yml"]],
		["COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=a.yml,b:2.yml", ["a.yml", "b:2.yml"]],
		["ENV=prod\nCOMPOSE_FILE=compose.yaml:compose.${ENV}.yaml", ["compose.yaml", "compose.prod.yaml"]],
		["COMPOSE_FILE=a.yml", ["a.yml"]],
		["COMPOSE_FILE=\nA=1", names],
		["COMPOSE_FILE=a.yml:$OTHER", names],
		["COMPOSE_FILE", names],
		["# COMPOSE_FILE=a.yml", names],
		["A=1", names],
	])("what COMPOSE_FILE of its .env lists, if it is known: %j", (environment, read) => {
		expect(inFolder(names, environment)).toEqual(read);
	});
});

describe("of files that are named, those are merged", () => {
	const whole = "services: {web: {image: a}, db: {image: b}}";
	const fragment = "services: {web: {privileged: true}}";
	const texts: Readonly<Record<string, string>> = {
		"compose.yaml": whole,
		"compose.override.yaml": whole,
		"compose.prod.yaml": "services: {web: {image: c}}",
		"compose.other.yaml": "services: {cache: {image: c}}",
		"part.yaml": fragment,
		"far/tagged.yaml": "services: !override {web: !override {labels: [x]}}",
		"elsewhere/compose.yaml": whole,
		"elsewhere/part.yaml": fragment,
		"far/part.yaml": fragment,
		"far/whole.yaml": whole,
		"far/reset.yaml": "services: {web: {image: !reset null}}",
	};
	const groups = (...paths: readonly string[]) =>
		merging.amongNamed(
			paths.map((path) => ({ path, value: readDocument(texts[path] ?? "", path).value })),
			(path) => Object.hasOwn(texts, path),
		);

	test.each([
		["a file that completes a service and the one after it", ["compose.yaml", "part.yaml"]],
		["in their order", ["compose.yaml", "compose.prod.yaml", "part.yaml"]],
		["with tags", ["far/whole.yaml", "far/tagged.yaml"]],
		["with an image that is removed", ["far/whole.yaml", "far/reset.yaml"]],
		["in different folders", ["compose.yaml", "far/part.yaml"]],
		["a base and what has one of its services", ["compose.yaml", "compose.prod.yaml"]],
	])("%s", (_, paths) => {
		expect(groups(...paths)).toEqual([paths]);
	});

	test("a base and its default override, in whatever order they are named", () => {
		const expected = [["compose.yaml", "compose.override.yaml", "part.yaml"]];
		expect(groups("compose.override.yaml", "compose.yaml", "part.yaml")).toEqual(expected);
		expect(groups("compose.yaml", "part.yaml", "compose.override.yaml")).toEqual(expected);
	});

	test.each([
		["that have no service in common", ["compose.yaml", "compose.other.yaml"]],
		["that are complete, without a base", ["compose.prod.yaml", "far/whole.yaml"]],
		["that are complete, in different folders", ["compose.yaml", "far/whole.yaml", "elsewhere/compose.yaml"]],
		["named before what completes them", ["part.yaml", "compose.yaml"]],
		["with a base of their own beside them", ["far/whole.yaml", "elsewhere/part.yaml"]],
		["that are parts of something else", ["part.yaml", "far/part.yaml"]],
	])("but not files %s", (_, paths) => {
		expect(groups(...paths)).toEqual(paths.map((path) => [path]));
	});
});
