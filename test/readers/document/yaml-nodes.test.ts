import { describe, expect, test } from "@jest/globals";
import { isMap, isScalar } from "yaml";
import { parseYaml } from "../../../readers/document/yaml-document.ts";
import { keyOf, pairAt, parseNodes } from "../../../readers/document/yaml-nodes.ts";
import { isMergeKey, scalarValue, tagMeaning } from "../../../readers/document/yaml-tags.ts";
import { refusalOf } from "../../support/refused.ts";

/** The node that a text is. */
function nodeOf(text: string) {
	const { root } = parseNodes(text, "a.yaml", "any");
	if (root === null) throw new Error("there is nothing");
	return root;
}
const scalarOf = (text: string) => {
	const node = nodeOf(text);
	if (!isScalar(node)) throw new Error("not a single value");
	return node;
};
const mapOf = (text: string) => {
	const node = nodeOf(text);
	if (!isMap(node)) throw new Error("not a mapping");
	return node;
};

describe("a YAML tag", () => {
	test.each([
		["x", { key: null }],
		["! x", { key: null }],
		["!!str x", { key: null }],
		["!!int 1", { key: null }],
		["!!float 1.5", { key: null }],
		["!!bool true", { key: null }],
		["!!null ~", { key: null }],
		["!!map {}", { key: null }],
		["!!seq []", { key: null }],
		["!Ref X", { key: "Ref" }],
		["!Condition X", { key: "Condition" }],
		["!Refs X", { key: "Fn::Refs" }],
		["!GetAZs ''", { key: "Fn::GetAZs" }],
		["!Sub2 x", { key: "Fn::Sub2" }],
		["!X [a]", { key: "Fn::X" }],
		["!reset null", { key: "!reset" }],
		["!override [x]", { key: "!override" }],
		["!resets x", "unknown"],
		["!my-reset x", "unknown"],
		["!sub x", "unknown"],
		["!!binary aGk=", "unknown"],
		["!!strs x", "unknown"],
		["!Sub-x x", "unknown"],
	])("has a meaning: %s", (text, meaning) => {
		expect(tagMeaning(nodeOf(text))).toEqual(meaning);
	});
});

describe("a number that would lose digits", () => {
	test.each<[string, unknown]>([
		["5", 5],
		["-5", -5],
		["0", 0],
		["1.5", 1.5],
		["1e3", 1000],
		["1E3", 1000],
		["0x1f", 31],
		["0o17", 15],
		["1.10", "1.10"],
		["1.0", "1.0"],
		["+5", "+5"],
		[".5", ".5"],
		["010", "010"],
		["00", "00"],
		["-0", "-0"],
		["12345678901234567890", "12345678901234567890"],
		[".inf", ".inf"],
		[".nan", ".nan"],
		["true", true],
		["~", null],
		["'5'", "5"],
	])("stays a string: %s", (text, value) => {
		expect(scalarValue(scalarOf(text), null)).toBe(value);
	});

	test.each<[string, string, unknown]>([
		["!override 5", "!override", 5],
		["!override '5'", "!override", "5"],
		["!override 1.10", "!override", "1.10"],
		["!override null", "!override", null],
		["!Ref 5", "Ref", "5"],
		["!GetAtt A.B.C", "Fn::GetAtt", ["A", "B.C"]],
		["!GetAtt A.", "Fn::GetAtt", ["A", ""]],
		["!GetAtt A", "Fn::GetAtt", "A"],
	])("stays a string under a tag: %s", (text, key, value) => {
		expect(scalarValue(scalarOf(text), key)).toEqual(value);
	});
});

describe("a key", () => {
	test.each([
		["a: 1", "a"],
		["'a b': 1", "a b"],
		["010: 1", "010"],
		["1.10: 1", "1.10"],
		["true: 1", "true"],
		["~: 1", "~"],
		["'': 1", ""],
	])("of %s is %j", (text, key) => {
		const map = mapOf(text);
		expect(keyOf(map.items[0]?.key)).toBe(key);
		expect(pairAt(map, key)?.value).toMatchObject({ value: 1 });
		expect(pairAt(map, `${key}x`)).toBeNull();
	});

	test("that is not a scalar is null", () => {
		expect([null, undefined, "a", nodeOf("[a]")].map(keyOf)).toEqual([null, null, null, null]);
	});

	test("is not found by a step that is not a string", () => {
		expect(pairAt(mapOf("1: x"), 1)).toBeNull();
	});

	test.each([
		["<<: {a: 1}", true],
		["'<<': {a: 1}", false],
		["!!str <<: {a: 1}", false],
		["<<<: {a: 1}", false],
	])("is a merge key in %s: %j", (text, expected) => {
		expect(isMergeKey(mapOf(text).items[0]?.key)).toBe(expected);
	});
});

test("with an undeclared tag handle is refused", () => {
	expect(refusalOf(() => nodeOf("!my!Sub x"))).toBe(
		"a.yaml:1:1: Could not resolve tag: !my!Sub; write the value without a tag",
	);
});

describe("the size of a YAML text", () => {
	const within = (text: string, mebibytes: number, parts: number) =>
		refusalOf(() => parseNodes(text, "a.yaml", "any", { mebibytes, parts }));
	const tooMany = (parts: number) => `a.yaml: more than ${parts} keys, items and lines; write fewer`;

	test.each([
		["a: 1", 1],
		["a:", 0],
		["a: 1\n", 2],
		["[1, 2]", 2],
		["{a: 1}", 2],
		["- 1\n- 2", 3],
		["? a\n: 1", 3],
		["a-b: c-d", 1],
		["- - 1", 2],
	])("%j has %i parts", (text, parts) => {
		expect(within(text, 1, parts)).toBe("accepted");
		if (parts > 0) expect(within(text, 1, parts - 1)).toBe(tooMany(parts - 1));
	});

	test("may be at its maximum", () => {
		const most = `a: ${"x".repeat(2 ** 20 - 3)}`;
		expect(within(most, 1, 9)).toBe("accepted");
		expect(within(`${most}x`, 1, 9)).toBe("a.yaml: longer than 1 MiB; write a shorter file");
		expect(within(`${most}x`, 2, 9)).toBe("accepted");
	});
});

describe("a file without tags and aliases", () => {
	const { at, excerpt } = parseYaml("a:\n  b: [1, x]\n  c:\n'd': {e: \"f\"}\n", "a.yaml");
	test.each<[readonly (string | number)[], "key" | "value", number, number, string]>([
		[[], "value", 1, 1, "a:   b: [1, x]   c: 'd': {e: \"f\"}"],
		[["a"], "key", 1, 1, "b: [1, x]   c:"],
		[["a"], "value", 2, 3, "b: [1, x]   c:"],
		[["a", "b"], "value", 2, 6, "[1, x]"],
		[["a", "b", 1], "key", 2, 10, "x"],
		[["a", "c"], "key", 3, 3, "empty"],
		[["d", "e"], "value", 4, 10, '"f"'],
		[["a", "z"], "key", 1, 1, "empty"],
		[["a", "z", "y"], "value", 1, 1, "empty"],
		[["z"], "value", 1, 1, "empty"],
		[["a", "b", 7], "value", 2, 3, "empty"],
	])("has positions: %j (%s) is at %i:%i and shown as %s", (path, part, line, column, text) => {
		expect(at(path, part)).toEqual({ line, column });
		expect(excerpt(path)).toBe(text);
	});

	test.each([
		["a: &x 1\nb: *x", "2:4: *x is an alias; write the value out"],
		["a: !Ref x", /^1:\d+: .*; write the value without a tag$/],
		["a: !vault {b: 1}", /^1:\d+: .*; write the value without a tag$/],
		["a: [", /^1:5: not YAML: .*; write it as YAML 1\.2$/],
	])("is refused: %j", (text, reason) => {
		expect(refusalOf(() => parseYaml(text, "a.yaml")).replace("a.yaml:", "")).toMatch(reason);
	});

	test("is shown cut to a maximum length", () => {
		expect(parseYaml(`a: ${"x".repeat(100)}`, "a.yaml").excerpt(["a"])).toHaveLength(60);
	});
});
