import { describe, expect, test } from "@jest/globals";
import { fixFile } from "../../fix/fix-file.ts";
import { contextFor, fileOf, fixText, noteLines } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

test("a file with many containers is read only a few times", async () => {
	const context = await contextFor("compose");
	const names = Array.from({ length: 60 }, (_, index) => `  s${index}: {image: 'memcached:1.6', mem_limit: 1g}`);
	let reads = 0;
	const read: typeof context.read = (file) => {
		reads++;
		return context.read(file);
	};
	const parse: typeof context.parse = (text) => {
		reads++;
		return context.parse(text);
	};
	expect(fixFile(fileOf(lines("services:", ...names)), { ...context, read, parse }).containers).toBe(60);
	expect(reads).toBeLessThan(8);
});

test("containers that cannot be fixed do not prevent the fix of others", async () => {
	const anchored = lines(
		"x: &mounts [/tmp]",
		"services:",
		"  a: {image: 'memcached:1.6', mem_limit: 1g, read_only: true, tmpfs: *mounts}",
		"  b: {image: 'memcached:1.6', mem_limit: 1g}",
		"  c: {image: 'memcached:1.6', mem_limit: 1g, read_only: true, tmpfs: *mounts}",
	);
	const result = await fixText("compose", anchored);
	expect(result.containers).toBe(1);
	expect(result.text).toBe(
		anchored.replace(
			"  b: {image: 'memcached:1.6', mem_limit: 1g}",
			"  b: {image: 'memcached:1.6', mem_limit: 1g, read_only: true, tmpfs: [/tmp:size=64m]}",
		),
	);
	expect(noteLines(result)).toEqual(
		["a", "c"].map(
			(name) =>
				`${name}: not fixed: it refers to an anchor that other parts of the file may also use; write the value out instead`,
		),
	);
});

const shared =
	"changed together with another container: they share this part of the file (an anchor, a merge key or extends)";

test.each([
	[
		"an anchor",
		lines("services:", "  a: &a {image: 'memcached:1.6', mem_limit: 1g}", "  b: *a", "  c: *a"),
		[`b: ${shared}`, `c: ${shared}`],
	],
	[
		"extends",
		lines("services:", "  a: {extends: b}", "  b:", "    image: memcached:1.6", "    mem_limit: 1g"),
		[`a: ${shared}`],
	],
	["nothing", lines("services:", "  a: {image: 'memcached:1.6', mem_limit: 1g}"), []],
])("containers that change together with another have a note when they share %s", async (_, text, expected) => {
	const result = await fixText("compose", text);
	expect(noteLines(result).filter((note) => note.includes("changed together"))).toEqual(expected);
	expect(result.containers).toBe(1 + expected.length);
});

describe("a second run changes nothing for", () => {
	test.each([
		[
			"services that share an anchor",
			lines(
				"services:",
				"  a: &a {image: 'memcached:1.6', mem_limit: 1g}",
				"  b: *a",
				"  c:",
				"    <<: *a",
				"    user: node",
			),
		],
		[
			"a service before the one that it extends",
			lines("services:", "  a: {extends: b}", "  b:", "    image: memcached:1.6", "    mem_limit: 1g"),
		],
	])("%s", async (_, text) => {
		const once = await fixText("compose", text);
		expect(once.containers).toBeGreaterThan(0);
		expect((await fixText("compose", once.text)).text).toBe(once.text);
	});
});

test("only the extended service is changed when that is enough", async () => {
	const { text } = await fixText(
		"compose",
		lines("services:", "  a: {extends: b}", "  b: {image: 'memcached:1.6', mem_limit: 1g}"),
	);
	expect(text).toBe(
		lines(
			"services:",
			"  a: {extends: b}",
			"  b: {image: 'memcached:1.6', mem_limit: 1g, read_only: true, tmpfs: [/tmp:size=64m]}",
		),
	);
});
