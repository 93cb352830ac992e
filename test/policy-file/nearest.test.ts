import { describe, expect, test } from "@jest/globals";
import { findNearest } from "../../policy-file/nearest.ts";
import { makeNamesUnique } from "../../readers/task-definition/unique-names.ts";

describe("the nearest candidate", () => {
	const keys = ["mode", "waivers", "controls", "task-definition/tmpfs-size", "image/scanned"];
	test.each([
		["moed", "mode"],
		["mod", "mode"],
		["modes", "mode"],
		["nude", "mode"],
		["MODE", "mode"],
		["mo", "mode"],
		["waiver", "waivers"],
		["waviers", "waivers"],
		["contrl", "controls"],
		["tmpfs-size", "task-definition/tmpfs-size"],
		["scanned", "image/scanned"],
		["task-definitions/tmpfs-sise", "task-definition/tmpfs-size"],
		["tasks/tmpfs-size", null],
		["anned", null],
		["m", null],
		["nudes", null],
		["", null],
		["exceptions", null],
	])("%j: %j", (word, meant) => {
		expect(findNearest(word, keys)).toBe(meant);
	});

	test("may differ in a quarter of a long word", () => {
		expect(findNearest("abcdefghijkl", ["abcdefghixyz"])).toBe("abcdefghixyz");
		expect(findNearest("abcdefghijkl", ["abcdefghwxyz"])).toBeNull();
	});

	test("is the one with the fewest edits, and the first of equals", () => {
		expect(findNearest("abcd", ["abxx", "abcx", "abdd"])).toBe("abcx");
		expect(findNearest("abcd", [])).toBeNull();
	});

	test("is null for a word of more than 100 characters", () => {
		const long = "x".repeat(100);
		expect(findNearest(long, [`${long}y`])).toBe(`${long}y`);
		expect(findNearest(`${long}x`, [`${long}y`])).toBeNull();
		expect(findNearest(`${long}x`, [`a/${long}x`])).toBe(`a/${long}x`);
	});
});

describe("names are told apart by numbers", () => {
	test.each<[readonly string[], readonly string[]]>([
		[[], []],
		[
			["a", "b"],
			["a", "b"],
		],
		[
			["a", "a", "a"],
			["a", "a-2", "a-3"],
		],
		[
			["a", "a", "a-2", "a"],
			["a", "a-2", "a-2-2", "a-3"],
		],
		[
			["a-2", "a", "a"],
			["a-2", "a", "a-3"],
		],
	])("%j: %j", (names, expected) => {
		expect(makeNamesUnique(names)).toEqual(expected);
	});
});
