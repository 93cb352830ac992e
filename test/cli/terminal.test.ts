import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { harmless, type Terminal, wantsColour, wrapped } from "../../cli/terminal.ts";
import { hostileText } from "../support/judged-files.ts";

describe("text from outside is harmless in a line", () => {
	test.each([
		["AWS::ECR::Repository is fine: a::b", "AWS::ECR::Repository is fine: a::b"],
		["::error::x", ": :error::x"],
		["a\n::error::x", "a : :error::x"],
		["say ::error::x", "say : :error::x"],
		["##[error]x", "# #[error]x"],
		["###vso[a]", "## #vso[a]"],
		["## a heading [x]", "## a heading [x]"],
		["\u001b[31mred\u0007", "[31mred"],
		["\u202eabc", "abc"],
	])("%j", (text, shown) => {
		expect(harmless(text)).toBe(shown);
	});

	test("whatever it is", () => {
		fc.assert(
			fc.property(hostileText, (text) => {
				const line = harmless(text);
				expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
				expect(line).not.toMatch(/^\s*::/);
				expect(line).not.toMatch(/##\w*\[/);
				expect(line.isWellFormed()).toBe(true);
				expect(harmless(line)).toBe(line);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("lines are as wide as the terminal", () => {
	test("words stay whole, later lines are indented", () => {
		expect(wrapped("one two three four five six", "  ", 22)).toEqual(["  one two three four", "  five six"]);
		expect(wrapped("one two", "  ", null)).toEqual(["  one two"]);
		expect(wrapped("x".repeat(60), "", 20)).toEqual(["x".repeat(60)]);
		expect(wrapped("", "  ", 20)).toEqual(["  "]);
	});

	test("a narrow terminal still shows some words", () => {
		expect(wrapped("aaaa bbbb cccc dddd eeee", "      ", 3)).toEqual(["      aaaa bbbb cccc dddd", "      eeee"]);
	});
});

test.each<[string, Partial<Terminal>, boolean, boolean]>([
	["a terminal", { colours: true }, false, true],
	["a pipe", { colours: false }, false, false],
	["--no-color", { colours: true, environment: { FORCE_COLOR: "1" } }, true, false],
	["NO_COLOR", { colours: true, environment: { NO_COLOR: "1" } }, false, false],
	["an empty NO_COLOR", { colours: true, environment: { NO_COLOR: "" } }, false, true],
	["FORCE_COLOR in a pipe", { colours: false, environment: { FORCE_COLOR: "1" } }, false, true],
	["FORCE_COLOR=0", { colours: true, environment: { FORCE_COLOR: "0" } }, false, false],
	["both", { colours: true, environment: { FORCE_COLOR: "1", NO_COLOR: "1" } }, false, false],
	["a dumb terminal", { colours: true, environment: { TERM: "dumb" } }, false, false],
])("colours on %s", (_, surroundings, isRefused, wants) => {
	const terminal: Terminal = {
		print: async () => {},
		complain: () => {},
		input: process.stdin,
		environment: {},
		width: null,
		colours: false,
		folder: "/",
		...surroundings,
	};
	expect(wantsColour(terminal, isRefused)).toBe(wants);
});
