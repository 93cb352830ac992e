import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { PartialText } from "../../../core/partial-text.ts";
import { valueOfText } from "../../../core/reading.ts";
import { mebibytes, tmpfsMebibytes } from "../../../readers/compose/byte-value.ts";
import { readEnvFile, readRawEnvFile } from "../../../readers/compose/env-file.ts";
import { interpolate } from "../../../readers/compose/interpolate.ts";
import { readTmpfsText } from "../../../readers/compose/tmpfs-text.ts";
import { anyText } from "../../support/any-text.ts";
import { showing } from "../../support/partial-text.ts";

const template = (text: string) => interpolate(text, new Map());
const why = { unresolved: "${X} has no value" };

describe("a byte value", () => {
	test.each([
		["64m", 64],
		["64M", 64],
		["64mb", 64],
		["64MiB", 64],
		["64 m", 64],
		["1g", 1024],
		["1.5gb", 1536],
		["2t", 2 * 1024 ** 2],
		["512k", 0.5],
		["512kb", 0.5],
		["1048576", 1],
		["1048576b", 1],
		["0", 0],
		["-1", -1 / 1024 ** 2],
		[" 1g ", 1024],
	])("of %s is %d MiB", (text, mib) => {
		expect(mebibytes(template(text))).toBe(mib);
	});

	test.each(["", "m", "1,5g", "64x", "64 mbit", "1e3", "0x10", "1..5g"])("of %s is not a size", (text) => {
		expect(mebibytes(template(text))).toEqual({ unresolved: `"${text}" is not a size` });
	});

	test("with a hole is unknown", () => {
		expect(mebibytes(template("${X}m"))).toEqual({ ...why, text: showing("${X}m") });
	});

	test.each([
		["64m", 64],
		["64M", 64],
		["65536k", 64],
		["1048576", 1],
		["1g", 1024],
		["0", 0],
		["50%", { unresolved: "50% of the host's memory" }],
		["64mb", { unresolved: '"64mb" is not a size' }],
		["1.5g", { unresolved: '"1.5g" is not a size' }],
		["-1", { unresolved: '"-1" is not a size' }],
	])("of a tmpfs is read from size=%s", (text, size) => {
		expect(tmpfsMebibytes(template(text))).toEqual(size);
	});
});

describe("a tmpfs entry", () => {
	test.each([
		["/tmp", { path: "/tmp", sizeMiB: null, options: [] }],
		["/tmp:", { path: "/tmp", sizeMiB: null, options: [] }],
		["/run:size=64m,mode=1777,uid=1000", { path: "/run", sizeMiB: 64, options: ["size=64m", "mode=1777", "uid=1000"] }],
		["/a:size=1m,size=2m,SIZE=3m", { path: "/a", sizeMiB: 3, options: ["size=1m", "size=2m", "SIZE=3m"] }],
		["/a:exec,,noexec", { path: "/a", sizeMiB: null, options: ["exec", "noexec"] }],
		["$X/a", { path: { ...why, text: showing("${X}/a") }, sizeMiB: null, options: [] }],
		["$X", { path: { ...why, text: showing("${X}") }, sizeMiB: why, options: why }],
		["/a$X", { path: { ...why, text: showing("/a${X}") }, sizeMiB: why, options: why }],
		["$X:size=8m", { path: { ...why, text: showing("${X}") }, sizeMiB: 8, options: ["size=8m"] }],
		["/a:$X", { path: "/a", sizeMiB: why, options: why }],
		["/a:size=8m,$X", { path: "/a", sizeMiB: 8, options: why }],
		["/a:size=$X", { path: "/a", sizeMiB: { ...why, text: showing("${X}") }, options: ["size=${X}"] }],
		["/a:mode=$X,size=8m", { path: "/a", sizeMiB: 8, options: ["mode=${X}", "size=8m"] }],
		["/a:${X}exec", { path: "/a", sizeMiB: why, options: why }],
	])("is read: %s", (text, facts) => {
		expect(readTmpfsText(template(text))).toEqual(facts);
	});
});

describe("an environment file", () => {
	const read = (text: string, outside: Readonly<Record<string, string>> = {}) =>
		readEnvFile(text, new Map(Object.entries(outside).map(([name, value]) => [name, new PartialText([value])]))).map(
			({ name, value }) => [name, value === null ? null : valueOfText(value)],
		);

	test.each([
		["VAR=VAL", [["VAR", "VAL"]]],
		['VAR="VAL"', [["VAR", "VAL"]]],
		["VAR='VAL'", [["VAR", "VAL"]]],
		["VAR=VAL # comment", [["VAR", "VAL"]]],
		["VAR=VAL# not a comment", [["VAR", "VAL# not a comment"]]],
		['VAR="VAL # not a comment"', [["VAR", "VAL # not a comment"]]],
		['VAR="VAL" # comment', [["VAR", "VAL"]]],
		["VAR='$OTHER ${OTHER}'", [["VAR", "$OTHER ${OTHER}"]]],
		["VAR='Let\\'s go!'", [["VAR", "Let's go!"]]],
		['VAR="{\\"hello\\": \\"json\\"}"', [["VAR", '{"hello": "json"}']]],
		['VAR="a\\tb\\nc\\\\d"', [["VAR", "a\tb\nc\\d"]]],
		["VAR=a\\tb", [["VAR", "a\\tb"]]],
		["VAR=", [["VAR", ""]]],
		["VAR= # comment", [["VAR", ""]]],
		["VAR", [["VAR", null]]],
		["export VAR=VAL", [["VAR", "VAL"]]],
		["VAR: VAL", [["VAR", "VAL"]]],
		["  VAR = VAL  ", [["VAR", "VAL"]]],
		["a.b-c=d", [["a.b-c", "d"]]],
		["VAR=a=b", [["VAR", "a=b"]]],
		[
			"# A=1\n\nB=2\r\nC=3",
			[
				["B", "2"],
				["C", "3"],
			],
		],
		[
			'KEY="one\ntwo"\nB=2',
			[
				["KEY", "one\ntwo"],
				["B", "2"],
			],
		],
		[
			"A=1\nB=$A-${A}",
			[
				["A", "1"],
				["B", "1-1"],
			],
		],
		[
			'A=1\nB="$A"',
			[
				["A", "1"],
				["B", "1"],
			],
		],
		["A=${X:-x}", [["A", "x"]]],
		["A=$X", [["A", { ...why, text: showing("${X}") }]]],
		['A="\\$X"', [["A", "$X"]]],
		["A=pa$$word$", [["A", "pa$word$"]]],
		["A=$2y$10", [["A", "$2y$10"]]],
		[
			'A="unterminated\nB=2',
			[
				["A", '"unterminated'],
				["B", "2"],
			],
		],
	])("is read: %j", (text, assignments) => {
		expect(read(text)).toEqual(assignments);
	});

	test("uses variables from outside", () => {
		expect(read("A=$X", { X: "outside" })).toEqual([["A", "outside"]]);
	});

	test("in raw format is read without quotes and variables", () => {
		const text = '# comment\nA="x" # y\nB=$X\n\nC\r\n D=1=2';
		const values = readRawEnvFile(text).map(({ name, value }) => [name, value === null ? null : String(value)]);
		expect(values).toEqual([
			["A", '"x" # y'],
			["B", "$X"],
			["C", null],
			["D", "1=2"],
		]);
	});

	test("is read whatever it contains", () => {
		fc.assert(
			fc.property(
				fc.oneof(anyText, fc.string({ unit: fc.constantFrom("A", "=", "'", '"', "\\", "\n", " ", "#", "$") })),
				(text) => {
					for (const { name } of readEnvFile(text, new Map())) expect(name).not.toMatch(/[\s=]/);
					expect(Array.isArray(readRawEnvFile(text))).toBe(true);
				},
			),
		);
	});

	test("that consists of quotes is read in linear time", () => {
		expect(readEnvFile(`${"A='\n".repeat(50_001)}`, new Map()).length).toBeGreaterThan(0);
	});
});
