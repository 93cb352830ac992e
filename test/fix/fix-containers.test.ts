import { describe, expect, test } from "@jest/globals";
import { fixFile } from "../../fix/fix-file.ts";
import { benchFor, fileOf, mended, said } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

test("a whole file takes few looks, however many containers it has", async () => {
	const bench = await benchFor("compose");
	const names = Array.from({ length: 60 }, (_, index) => `  s${index}: {image: 'node:24', mem_limit: 1g}`);
	let looks = 0;
	const read: typeof bench.read = (file) => {
		looks++;
		return bench.read(file);
	};
	const parse: typeof bench.parse = (text) => {
		looks++;
		return bench.parse(text);
	};
	expect(fixFile(fileOf(lines("services:", ...names)), { ...bench, read, parse }).containers).toBe(60);
	expect(looks).toBeLessThan(8);
});

test("those that cannot be mended do not keep the others from it", async () => {
	const anchored = lines(
		"x: &mounts [/tmp]",
		"services:",
		"  a: {image: 'node:24', mem_limit: 1g, read_only: true, tmpfs: *mounts}",
		"  b: {image: 'node:24', mem_limit: 1g}",
		"  c: {image: 'node:24', mem_limit: 1g, read_only: true, tmpfs: *mounts}",
	);
	const result = await mended("compose", anchored);
	expect(result.containers).toBe(1);
	expect(result.text).toBe(
		anchored.replace(
			"  b: {image: 'node:24', mem_limit: 1g}",
			"  b: {image: 'node:24', mem_limit: 1g, read_only: true, tmpfs: [/tmp:size=64m]}",
		),
	);
	expect(said(result)).toEqual(
		["a", "c"].map((name) => `${name}: not mended: it is written at an anchor, which others may use too`),
	);
});

const shared = "changed with another: they share this part of the file (an anchor, a merge key or extends)";

test.each([
	[
		"an anchor",
		lines("services:", "  a: &a {image: 'node:24', mem_limit: 1g}", "  b: *a", "  c: *a"),
		[`b: ${shared}`, `c: ${shared}`],
	],
	[
		"extends",
		lines("services:", "  a: {extends: b}", "  b:", "    image: node:24", "    mem_limit: 1g"),
		[`a: ${shared}`],
	],
	["nothing", lines("services:", "  a: {image: 'node:24', mem_limit: 1g}"), []],
])("who is changed with another is named: %s", async (_, text, expected) => {
	const result = await mended("compose", text);
	expect(said(result).filter((note) => note.includes("changed with"))).toEqual(expected);
	expect(result.containers).toBe(1 + expected.length);
});

describe("a second run changes nothing", () => {
	test.each([
		[
			"services that share an anchor",
			lines(
				"services:",
				"  a: &a {image: 'node:24', mem_limit: 1g}",
				"  b: *a",
				"  c:",
				"    <<: *a",
				"    user: node",
			),
		],
		[
			"an heir before what it extends",
			lines("services:", "  a: {extends: b}", "  b:", "    image: node:24", "    mem_limit: 1g"),
		],
	])("%s", async (_, text) => {
		const once = await mended("compose", text);
		expect(once.containers).toBeGreaterThan(0);
		expect((await mended("compose", once.text)).text).toBe(once.text);
	});

	test("what is extended gets it alone where that is enough", async () => {
		const { text } = await mended(
			"compose",
			lines("services:", "  a: {extends: b}", "  b: {image: 'node:24', mem_limit: 1g}"),
		);
		expect(text).toBe(
			lines(
				"services:",
				"  a: {extends: b}",
				"  b: {image: 'node:24', mem_limit: 1g, read_only: true, tmpfs: [/tmp:size=64m]}",
			),
		);
	});
});
