import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sanitize, type Terminal, useColor, wrap } from "../../cli/terminal.ts";
import { hostileText } from "../support/check-results.ts";

describe("sanitize", () => {
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
	])("makes %j safe", (text, shown) => {
		expect(sanitize(text)).toBe(shown);
	});

	test("makes any text safe", () => {
		fc.assert(
			fc.property(hostileText, (text) => {
				const line = sanitize(text);
				expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
				expect(line).not.toMatch(/^\s*::/);
				expect(line).not.toMatch(/##\w*\[/);
				expect(line.isWellFormed()).toBe(true);
				expect(sanitize(line)).toBe(line);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("wrap", () => {
	test("keeps words intact and indents all lines", () => {
		expect(wrap("one two three four five six", "  ", 22)).toEqual(["  one two three four", "  five six"]);
		expect(wrap("one two", "  ", null)).toEqual(["  one two"]);
		expect(wrap("x".repeat(60), "", 20)).toEqual(["x".repeat(60)]);
		expect(wrap("", "  ", 20)).toEqual(["  "]);
	});

	test("uses a minimum width on a narrow terminal", () => {
		expect(wrap("aaaa bbbb cccc dddd eeee", "      ", 3)).toEqual(["      aaaa bbbb cccc dddd", "      eeee"]);
	});
});

test.each<[string, Partial<Terminal>, boolean, boolean]>([
	["a terminal", { colors: true }, false, true],
	["a pipe", { colors: false }, false, false],
	["--no-color", { colors: true, environment: { FORCE_COLOR: "1" } }, true, false],
	["NO_COLOR", { colors: true, environment: { NO_COLOR: "1" } }, false, false],
	["an empty NO_COLOR", { colors: true, environment: { NO_COLOR: "" } }, false, true],
	["FORCE_COLOR in a pipe", { colors: false, environment: { FORCE_COLOR: "1" } }, false, true],
	["FORCE_COLOR=0", { colors: true, environment: { FORCE_COLOR: "0" } }, false, false],
	["NO_COLOR and FORCE_COLOR", { colors: true, environment: { FORCE_COLOR: "1", NO_COLOR: "1" } }, false, false],
	["a dumb terminal", { colors: true, environment: { TERM: "dumb" } }, false, false],
])("decides whether to use colors: %s", (_, surroundings, isRefused, wants) => {
	const terminal: Terminal = {
		print: async () => {},
		printError: () => {},
		input: process.stdin,
		environment: {},
		width: null,
		colors: false,
		folder: "/",
		...surroundings,
	};
	expect(useColor(terminal, isRefused)).toBe(wants);
});
