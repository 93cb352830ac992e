import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { splitCommands } from "../../../readers/shell/words.ts";
import { anyText } from "../../support/any-text.ts";

const split = (text: string) => splitCommands(text).map((command) => command.map(({ text: word }) => String(word)));

describe("the words of a script", () => {
	test.each([
		["a b  c\td", [["a", "b", "c", "d"]]],
		["'a b' \"c d\" e\\ f", [["a b", "c d", "e f"]]],
		["a'b'\"c\"d", [["abcd"]]],
		["'' \"\"", [["", ""]]],
		["'a\\n$X`b`'", [["a\\n$X`b`"]]],
		['"a\\"b\\\\c\\$d\\`e\\n"', [['a"b\\c$d`e\\n']]],
		["$'a\\tb\\'c\\x41\\u0042'", [["a\tb'cAB"]]],
		["a \\\n  b", [["a", "b"]]],
		["a\\\nb", [["ab"]]],
		["a \\\r\n b", [["a", "b"]]],
		["a `\n b", [["a", "b"]]],
		["a ^\n b", [["a", "b"]]],
		['"a \\\nb"', [["a b"]]],
		["a # b\nc", [["a"], ["c"]]],
		["a#b #c", [["a#b"]]],
		["# only", []],
		["a;b|c&&d||e&f\ng(h)", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]]],
		["a > b 2>&1 < c >>d e &> f", [["a", "e"]]],
		["a>b c", [["a", "c"]]],
		["a ^b", [["a", "^b"]]],
		["$X ${Y} $1 $@ $", [["${X}", "${Y}", "$1", "$@", "$"]]],
		["${X:-d} ${X-} ${X:-$Y} ${X%.*}", [["d", "", "${X}", "${X}"]]],
		["X=1 ${X:-d}", [["X=1", "${X}"]]],
		["$(pwd)/a $( pwd )/a `pwd`/a", [["$(pwd)/a", "$(pwd)/a", "$(pwd)/a"], ["pwd"], ["pwd"], ["pwd"]]],
		["$(date +$(x)) b", [["$(…)", "b"], ["date", "+$(…)"], ["x"]]],
		["a; b=$(c; d); e", [["a"], ["b=$(…)"], ["c"], ["d"], ["e"]]],
		["`a \\`b\\` c` d", [["$(…)", "d"], ["a", "$(…)", "c"], ["b"]]],
		[
			'"$(id -u):${G}" d',
			[
				["$(…):${G}", "d"],
				["id", "-u"],
			],
		],
		["X=1; a $(b ${X:-2})", [["X=1"], ["a", "$(…)"], ["b", "${X}"]]],
		["${A[@]} ${!B} ${", [["${A[@]}", "${!B}", "${"]]],
		["${A[*]} ${A[0]} ${A[@]:1} ${A[@]+x} ${A%[@]}", [["${A[*]}", "${A}", "${A[@]}", "${A[@]}", "${A}"]]],
		["'a", [["a"]]],
		['"a', [["a"]]],
		["$(a", [["$(…)"], ["a"]]],
		["a\\", [["a"]]],
		["", []],
	])("are split: %j", (text, commands) => {
		expect(split(text)).toEqual(commands);
	});

	test.each([
		["$X", true],
		["a$X", true],
		['"$X"', false],
		['"$@"', true],
		['"${A[*]}"', true],
		['"${A[@]}"', true],
		['"${A[0]}"', false],
		["$(x)", true],
		["'$X'", false],
		["${X:-d}", false],
		["a", false],
	])("may be expanded to several words (%s): %s", (text, splits) => {
		expect(splitCommands(text)[0]?.[0]?.splits).toBe(splits);
	});

	test("have offsets in the whole text within a substitution", () => {
		const offsets = splitCommands('a "$(b `c d`)"').map((command) => command.map(({ offset }) => offset));
		expect(offsets).toEqual([
			[0, 2],
			[5, 7],
			[8, 10],
		]);
	});

	test("include nested substitutions up to a maximum depth", () => {
		expect(splitCommands(`${"$(a ".repeat(21)}b`)).toHaveLength(21);
		expect(splitCommands("$(a ".repeat(100_000))).toHaveLength(21);
	});

	test("have a reason for what is unknown", () => {
		const [[word] = []] = splitCommands("$X$(a)");
		expect((word?.text.holes ?? []).map(({ why }) => why)).toEqual([
			"${X} is only known to the shell",
			"$(…) is only known to the shell",
		]);
	});

	test("are unquoted exactly", () => {
		fc.assert(
			fc.property(fc.array(anyText, { maxLength: 4 }), (words) => {
				const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
				expect(split(quoted)).toEqual(words.length === 0 ? [] : [words]);
			}),
		);
	});

	test("are split whatever the text contains", () => {
		const sign = fc.constantFrom("$", "{", "}", "(", ")", "'", '"', "`", "\\", "\n", " ", "#", ">", "a", ":", "-");
		fc.assert(
			fc.property(fc.oneof(anyText, fc.string({ unit: sign })), (text) => {
				for (const command of splitCommands(text)) {
					for (const { offset } of command) expect(offset).toBeLessThan(text.length);
				}
			}),
		);
	});
});
