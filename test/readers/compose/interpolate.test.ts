import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { emptyText, PartialText } from "../../../core/partial-text.ts";
import { valueOfText } from "../../../core/reading.ts";
import { interpolate } from "../../../readers/compose/interpolate.ts";
import { anyText } from "../../support/any-text.ts";
import { showing } from "../../support/partial-text.ts";

const variables = new Map([
	["SET", new PartialText(["value"])],
	["EMPTY", emptyText],
]);
const read = (text: string) => valueOfText(interpolate(text, variables));
const open = (text: string, ...names: readonly string[]) => ({
	unresolved: names.map((name) => `\${${name}} has no value`).join(", "),
	text: showing(text),
});

describe("variables", () => {
	test.each([
		["", ""],
		["plain } text {", "plain } text {"],
		["$SET", "value"],
		["a-$SET-b", "a-value-b"],
		["${SET}s", "values"],
		["$$SET costs $$", "$SET costs $"],
		["$${SET}", "${SET}"],
		["${SET:-d}", "value"],
		["${SET-d}", "value"],
		["${SET:?e}", "value"],
		["${SET:+other}", "other"],
		["${SET+other}", "other"],
		["${EMPTY:-d}", "d"],
		["${EMPTY-d}", ""],
		["${EMPTY?e}", ""],
		["${EMPTY:+other}", ""],
		["${EMPTY+other}", "other"],
		["${NONE:-d}", "d"],
		["${NONE-d}", "d"],
		["${NONE:-}", ""],
		["${NONE:+other}", ""],
		["${NONE+other}", ""],
		["${NONE:-${ALSO:-deep}}", "deep"],
		["${NONE:-${SET}}/x", "value/x"],
		["${NONE:-a$SET-b}", "avalue-b"],
		['${NONE:-{"a":1}}', '{"a":1}'],
		["${NONE:-:?-+}", ":?-+"],
	])("are interpolated: %s gives %s", (text, value) => {
		expect(read(text)).toBe(value);
	});

	test.each([
		["$NONE", open("${NONE}", "NONE")],
		["repo:${NONE}", open("repo:${NONE}", "NONE")],
		["$A/$B:$A", open("${A}/${B}:${A}", "A", "B")],
		["${NONE:?must be set}", open("${NONE}", "NONE")],
		["${NONE?must be set to $X}", open("${NONE}", "NONE")],
		["${EMPTY:?must be set}", open("${EMPTY}", "EMPTY")],
		["${NONE:-${ALSO}}", open("${ALSO}", "ALSO")],
		[
			"$A$B$C$D",
			{
				unresolved: "${A} has no value, ${B} has no value, ${C} has no value and 1 more",
				text: showing("${A}${B}${C}${D}"),
			},
		],
		[`$${"N".repeat(100)}`, open(`\${${"N".repeat(59)}…}`, `${"N".repeat(59)}…`)],
	])("are unknown without a value: %s", (text, value) => {
		expect(read(text)).toEqual(value);
	});

	test.each([
		"$",
		"a$",
		"$1",
		"$ x",
		"${",
		"${}",
		"${1}",
		"${SET",
		"${SET/a/b}",
		"${NONE:-d",
		`\${A:-${"${A:-".repeat(30)}`,
	])("are invalid in %s", (text) => {
		expect(read(text)).toMatchObject({ unresolved: expect.stringContaining('a "$" does not start a variable') });
	});

	test("are interpolated through twenty levels of defaults", () => {
		expect(read(`${"${A:-".repeat(19)}end${"}".repeat(19)}`)).toBe("end");
		expect(read(`${"${A:-".repeat(21)}end${"}".repeat(21)}`)).toMatchObject({ unresolved: expect.any(String) });
	});

	test("are interpolated in any text, and a text without dollar signs is unchanged", () => {
		fc.assert(
			fc.property(
				fc.oneof(anyText, fc.string({ unit: fc.constantFrom("$", "{", "}", ":", "-", "?", "+", "A") })),
				(text) => {
					const found = interpolate(text, variables);
					if (!text.includes("$")) expect(found).toEqual(new PartialText([text]));
				},
			),
		);
	});

	test("are escaped by doubling the dollar sign", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(read(text.replaceAll("$", "$$$$"))).toBe(text);
			}),
		);
	});
});

describe("splitting", () => {
	test.each([
		["a:b:c", undefined, ["a", "b", "c"]],
		["a:b:c", 2, ["a", "b:c"]],
		["a::", undefined, ["a", "", ""]],
		["${N:-x:y}:b", undefined, ["x", "y", "b"]],
		["$N:b", undefined, ["${N}", "b"]],
		["a$N$M:$N", undefined, ["a${N}${M}", "${N}"]],
		["", undefined, [""]],
	])("cuts %s at most %s times", (text, most, parts) => {
		expect(interpolate(text, variables).splitAt(":", most).map(String)).toEqual(parts);
	});
});
