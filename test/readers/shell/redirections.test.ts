import { expect, test } from "@jest/globals";
import { redirectedPathsIn, redirection, redirectsOutput } from "../../../readers/shell/redirections.ts";

test.each([
	["> out x", "> out"],
	[">out", ">out"],
	["2>&1 x", "2>&1"],
	["&>> log x", "&>> log"],
	[">| x", ">| x"],
	["<<EOF x", "<<EOF"],
	["< in;x", "< in"],
	["x > y", null],
	["2 > y", null],
])("the redirection at the start of %j is %j", (text, expected) => {
	redirection.lastIndex = 0;
	expect(redirection.exec(text)?.[0] ?? null).toBe(expected);
});

test.each([
	[">", true],
	["2>/x", true],
	["&>x", true],
	[">>x", true],
	["<x", false],
	["a>x", false],
	["12>x", false],
])("whether %j redirects output: %s", (token, expected) => {
	expect(redirectsOutput(token)).toBe(expected);
});

test.each([
	["a > /x b >> /y; c 2>/z", ["/x", "/y", "/z"]],
	["a >| /x", ["/x"]],
	["a > x", []],
	["a < /x", []],
	["a => /x -> /y <> /z", []],
])("the output in %j goes to %j", (text, paths) => {
	expect(redirectedPathsIn(text)).toEqual(paths);
});
