import { describe, expect, test } from "@jest/globals";
import { endOf, readExpansion } from "../../../readers/shell/expansions.ts";

const taken = (text: string, at = 0, assigned: readonly string[] = []) => {
	const { text: found, end, script } = readExpansion(text, at, new Set(assigned));
	return { shown: String(found), open: found.holes.length, rest: text.slice(end), script };
};

describe("a variable", () => {
	test.each([
		["$X/a", "${X}", "/a"],
		["$_a1-b", "${_a1}", "-b"],
		["$1a", "$1", "a"],
		["$12", "$1", "2"],
		...["@", "*", "#", "?", "$", "!", "-"].map((sign) => [`$${sign}${sign}a`, `$${sign}`, `${sign}a`] as const),
		["${X}a", "${X}", "a"],
		["${X", "${X}", ""],
		["${X:-a", "${X}", ""],
		["${X:?gone}a", "${X}", "a"],
		["${X:+y}", "${X}", ""],
		["${X%.*}/", "${X}", "/"],
		["${#X}", "${#X}", ""],
		["${!X}b", "${!X}", "b"],
		["${X[@]}", "${X[@]}", ""],
		["${X[*]:1}", "${X[*]}", ""],
		["${X[1]}", "${X}", ""],
		["${X:-${Y}}a", "${X}", "a"],
		["${X:-a\\}b}c", "${X}", "c"],
		["${X:-'a'}b", "${X}", "b"],
		['${X:-"a"}b', "${X}", "b"],
		["${X-`a`}b", "${X}", "b"],
		["${X:-$(a)}b", "${X}", "b"],
		["${1:-a}b", "${1:-a}", "b"],
		[`$${"N".repeat(70)}`, `\${${"N".repeat(59)}…}`, ""],
		[`\${${"N".repeat(70)}}`, `\${${"N".repeat(59)}…}`, ""],
		[`\${1${"N".repeat(70)}}`, `\${1${"N".repeat(56)}…`, ""],
	])("is unknown: %s is shown as %s and followed by %j", (text, shown, rest) => {
		expect(taken(text)).toEqual({ shown, open: 1, rest, script: undefined });
	});

	test.each([
		["${X:-a}b", "a", "b"],
		["${X-a}b", "a", "b"],
		["${X:-}b", "", "b"],
		["${X:-{}}b", "{}", "b"],
		["${X:-a b/c:1-2}b", "a b/c:1-2", "b"],
	])("has its default: %s is %j", (text, shown, rest) => {
		expect(taken(text)).toMatchObject({ shown, open: 0, rest });
	});

	test("does not have its default when the script assigns it", () => {
		expect(taken("${X:-a}", 0, ["X"])).toMatchObject({ shown: "${X}", open: 1 });
		expect(taken("${X:-a}", 0, ["Y"])).toMatchObject({ shown: "a", open: 0 });
	});

	test.each(["$", "$ a", "$/", '$"a"'])("does not start in %j", (text) => {
		expect(taken(text)).toEqual({ shown: "$", open: 0, rest: text.slice(1), script: undefined });
	});

	test("is expanded in the middle of a text", () => {
		expect(taken("a$X-$Y", 1)).toMatchObject({ shown: "${X}", rest: "-$Y" });
		expect(taken("a$X-${Y:-b}c", 4)).toMatchObject({ shown: "b", rest: "c" });
		expect(taken("a$X$'b'c", 3)).toMatchObject({ shown: "b", rest: "c" });
	});
});

describe("a substitution", () => {
	test.each([
		["$(date)/a", "$(…)", "/a", "date", 2],
		["$( pwd )/a", "$(pwd)", "/a", " pwd ", 2],
		["$(pwd -P)", "$(…)", "", "pwd -P", 2],
		["$(a (b) $(c))d", "$(…)", "d", "a (b) $(c)", 2],
		["$(a \\) b)c", "$(…)", "c", "a \\) b", 2],
		["$(a \\( b)c", "$(…)", "c", "a \\( b", 2],
		["$(a", "$(…)", "", "a", 2],
		["$()a", "$(…)", "a", "", 2],
		["`date`/a", "$(…)", "/a", "date", 1],
		["`pwd`/a", "$(pwd)", "/a", "pwd", 1],
		["`a \\`b\\` c`d", "$(…)", "d", "a  `b ` c", 1],
		["`a", "$(…)", "", "a", 1],
	])("is unknown: %s", (text, shown, rest, script, from) => {
		expect(taken(text)).toEqual({ shown, open: 1, rest, script: { text: script, from } });
	});

	test("has the position of its script in the text", () => {
		expect(taken("ab$(c)d", 2)).toMatchObject({ rest: "d", script: { text: "c", from: 4 } });
		expect(taken("ab`c`d", 2)).toMatchObject({ rest: "d", script: { text: "c", from: 3 } });
	});
});

describe("an ANSI-C quoted string", () => {
	test.each([
		["$'a b'c", "a b", "c"],
		["$'a\\'b'c", "a'b", "c"],
		["$'\\n\\r\\t\\a\\e'", "\n\r\t\u0007\u001b", ""],
		["$'\\\\n'", "\\n", ""],
		["$'\\x41\\x4a4\\x7'", "AJ4\u0007", ""],
		["$'\\u0042\\u00e9x\\u41'", "BéxA", ""],
		["$'\\xg\\ug'", "xgug", ""],
		["$'\\q\\\n'", "q\n", ""],
		["$''a", "", "a"],
		["$'a", "a", ""],
	])("is unescaped: %j", (text, shown, rest) => {
		expect(taken(text)).toEqual({ shown, open: 0, rest, script: undefined });
	});
});

test.each([
	["a'b", "'", 0, false, 1],
	["'a'", "'", 1, false, 2],
	["'a'", "'", 0, false, 0],
	["a\\'b'", "'", 0, false, 2],
	["a\\'b'", "'", 0, true, 4],
	["a\\\\'b'", "'", 0, true, 3],
	["a", "'", 0, true, 1],
	["a\\", "'", 0, true, 2],
	["", "'", 0, false, 0],
])("in %j the character %s, searched from %d with escapes %s, is at %d", (text, closing, from, escapes, at) => {
	expect(endOf(text, closing, from, escapes)).toBe(at);
});
