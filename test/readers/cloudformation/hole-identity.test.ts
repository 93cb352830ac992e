import { expect, test } from "@jest/globals";
import { showing } from "../../support/partial-text.ts";
import { aTemplateOf, resolved } from "../../support/template.ts";
import { verdictOn } from "../../support/template-verdicts.ts";

const Parameters = {
	List: { Type: "CommaDelimitedList" },
	Key: { Type: "String" },
	Password: { Type: "String", NoEcho: true },
};
const Mappings = { M: { a: { x: "1", y: "1" }, b: { x: "2", y: "3" } } };
const Conditions = { Maybe: { "Fn::Equals": [{ Ref: "Key" }, "k"] } };
const Resources = { A: { Type: "Custom::A" } };
const imported = (name: unknown) => ({ "Fn::ImportValue": name });
const item = (index: unknown, list: unknown = { Ref: "List" }) => ({ "Fn::Select": [index, list] });
const mapped = (column: string) => ({ "Fn::FindInMap": ["M", { Ref: "Key" }, column] });
const own = (value: unknown) => ({ "Fn::Sub": ["${V}", { V: value }] });
const chosen = (a: string, b: string) => ({ "Fn::If": ["Maybe", a, b] });
const deep = (levels: number): unknown => (levels === 0 ? { Ref: "Key" } : { "Fn::Base64": deep(levels - 1) });

const areEqual = (left: unknown, right: unknown) =>
	resolved(
		{ "Fn::If": ["C", "equal", "not"] },
		{ Parameters, Mappings, Resources, Conditions: { ...Conditions, C: { "Fn::Equals": [left, right] } } },
	);

test.each<[string, unknown, unknown]>([
	["imports", imported("a"), imported("b")],
	["imports of long names", imported(`${"a".repeat(70)}b`), imported(`${"a".repeat(70)}c`)],
	["imports of names that are put together", imported({ "Fn::Sub": "${Key}-a" }), imported({ "Fn::Sub": "${Key}-b" })],
	["items of an unknown list", item(0), item(1)],
	["items of a hidden parameter", item(0, { Ref: "Password" }), item(1, { Ref: "Password" })],
	["an item and the whole", item(0, { Ref: "Password" }), { Ref: "Password" }],
	["columns of an unknown row", mapped("x"), mapped("y")],
	["encoded texts", { "Fn::Base64": { Ref: "Key" } }, { "Fn::Base64": item(0) }],
	["lengths", { "Fn::Length": { Ref: "List" } }, { "Fn::Length": { Ref: "Key" } }],
	["functions of tomorrow", { "Fn::Guess": [1] }, { "Fn::Guess": ["1"] }],
	["branches of one condition", chosen("a", "b"), chosen("c", "d")],
	["variables of substitutions of their own", own(["a"]), own(["b"])],
	["a string that looks like a hole", { Ref: "Key" }, "${Key}"],
	["what is too deep", deep(200), deep(201)],
])("whether two unknown values are equal is unknown: %s", (_, left, right) => {
	expect(areEqual(left, right)).toEqual({
		unresolved: expect.stringContaining("the result of condition C is unknown"),
	});
});

test.each<[string, unknown]>([
	["an import", imported("a")],
	["an item", item(0)],
	["a column", mapped("x")],
	["a branch", chosen("a", "b")],
	["a reference that is looked up", "{{resolve:ssm:/a}}"],
])("an unknown value is equal to itself: %s", (_, node) => {
	expect(areEqual(node, structuredClone(node))).toBe("equal");
});

test("a hole that a function makes is named after its arguments", () => {
	const text = (value: unknown) => resolved({ "Fn::Join": ["", ["a-", value]] }, { Parameters });
	expect(text(imported("net:Vpc"))).toMatchObject({ text: showing("a-${Fn::ImportValue net:Vpc}") });
	expect(text(item(0))).toMatchObject({ text: showing(/^a-\$\{Fn::Select #[0-9a-f]{12}\}$/) });
});

test("conditions on two items of one list are independent of each other", () => {
	const isX = (index: number) => ({ "Fn::Equals": [item(index), "x"] });
	const template = aTemplateOf(
		{ ImageTagMutability: { "Fn::If": ["A", { "Fn::If": ["B", "IMMUTABLE", "MUTABLE"] }, "IMMUTABLE"] } },
		{ Parameters, Conditions: { A: isX(0), B: isX(1) } },
	);
	expect(verdictOn("repository/tag-immutability", template, "Repo")).toMatch(/^unknown depends on/);
});
