import { describe, expect, test } from "@jest/globals";
import { resolved } from "../../support/template.ts";

const Parameters = {
	Env: { Type: "String", Default: "prod" },
	Open: { Type: "String" },
	Hidden: { Type: "String", NoEcho: true, Default: "" },
	Tried: { Type: "String", AllowedValues: ["a", "b"] },
};
const yes = { "Fn::Equals": [{ Ref: "Env" }, "prod"] };
const no = { "Fn::Equals": [{ Ref: "Env" }, "test"] };
const maybe = { "Fn::Equals": [{ Ref: "Open" }, "x"] };
const isOpen = "the result of condition C is unknown (the parameter Open has no default)";
const misshapen = "the result of condition C is unknown (it is not a condition that CloudFormation knows)";

/** What `Fn::If` over a condition gives: "then", "else", or why it gives neither. */
function chosen(
	condition: unknown,
	more: Record<string, unknown> = {},
	assumed?: ReadonlyMap<string, string | boolean>,
) {
	const sections = { Parameters, Conditions: { C: condition, Yes: yes, No: no, ...more } };
	return resolved({ "Fn::If": ["C", "then", "else"] }, sections, assumed);
}

describe("a condition that the template decides", () => {
	test.each<[string, unknown, "then" | "else"]>([
		["Equals", yes, "then"],
		["Equals of others", no, "else"],
		["Equals knows letter case", { "Fn::Equals": ["a", "A"] }, "else"],
		["Equals of a number and a text", { "Fn::Equals": [5, "5"] }, "then"],
		["Equals of a boolean and a text", { "Fn::Equals": [true, "true"] }, "then"],
		["Equals of the same hole", { "Fn::Equals": [{ Ref: "Open" }, { Ref: "Open" }] }, "then"],
		["Equals of a hidden default", { "Fn::Equals": [{ Ref: "Hidden" }, ""] }, "then"],
		["Not", { "Fn::Not": [no] }, "then"],
		["And", { "Fn::And": [yes, { Condition: "Yes" }] }, "then"],
		["And of one that does not hold", { "Fn::And": [yes, no] }, "else"],
		["And is decided by one", { "Fn::And": [maybe, no] }, "else"],
		["Or", { "Fn::Or": [no, yes] }, "then"],
		["Or is decided by one", { "Fn::Or": [maybe, yes] }, "then"],
		["Or of none", { "Fn::Or": [no, { Condition: "No" }] }, "else"],
		["Condition", { Condition: "Yes" }, "then"],
	])("selects a branch of Fn::If: %s", (_, condition, expected) => {
		expect(chosen(condition)).toBe(expected);
	});
});

describe("a condition that the template does not decide", () => {
	test.each<[string, unknown, string]>([
		["Equals", maybe, isOpen],
		["Not", { "Fn::Not": [maybe] }, isOpen],
		["And", { "Fn::And": [yes, maybe] }, isOpen],
		["Or", { "Fn::Or": [no, maybe] }, isOpen],
		["Condition", { Condition: "Maybe" }, isOpen],
		[
			"Condition that is not there",
			{ Condition: "Nobody" },
			"the result of condition C is unknown (condition Nobody is not defined in the template)",
		],
		["no condition", "yes", misshapen],
		["two functions", { ...yes, "Fn::Not": [no] }, misshapen],
		["Equals of one", { "Fn::Equals": ["a"] }, misshapen],
		["Equals of lists", { "Fn::Equals": [["a"], ["a"]] }, misshapen],
		["Not of two", { "Fn::Not": [yes, no] }, misshapen],
		["And of none", { "Fn::And": [] }, misshapen],
		[
			"itself",
			{ "Fn::Not": [{ Condition: "C" }] },
			"the result of condition C is unknown (condition C refers to itself)",
		],
		["a circle", { Condition: "D" }, "the result of condition C is unknown (condition C refers to itself)"],
	])("leaves Fn::If unknown: %s", (_, condition, unresolved) => {
		expect(chosen(condition, { Maybe: maybe, D: { Condition: "C" } })).toEqual({ unresolved });
	});

	test("selects the value when both branches have the same one", () => {
		const sections = { Parameters, Conditions: { C: maybe } };
		const pick = (a: unknown, b: unknown) => resolved({ "Fn::If": ["C", a, b] }, sections);
		expect(pick({ Ref: "Env" }, "prod")).toBe("prod");
		expect(pick({ a: [1] }, { a: [1] })).toEqual({ a: [1] });
		expect(pick({ Ref: "AWS::NoValue" }, { Ref: "AWS::NoValue" })).toBeUndefined();
		expect(pick({ Ref: "Open" }, { Ref: "Open" })).toEqual({ unresolved: "the parameter Open has no default" });
		expect(pick("a", { Ref: "AWS::NoValue" })).toEqual({ unresolved: isOpen });
		expect(pick({ Ref: "AWS::NoValue" }, "a")).toEqual({ unresolved: isOpen });
	});
});

describe("an assumption", () => {
	test.each<[string, unknown, [string, string | boolean], string]>([
		["a comparison", maybe, ["${Open} is x", true], "then"],
		["a comparison that fails", maybe, ["${Open} is x", false], "else"],
		["whichever side comes first", { "Fn::Equals": ["x", { Ref: "Open" }] }, ["${Open} is x", true], "then"],
		["a value", { "Fn::Equals": [{ Ref: "Tried" }, "a"] }, ["Ref Tried", "a"], "then"],
		["another value", { "Fn::Equals": [{ Ref: "Tried" }, "a"] }, ["Ref Tried", "b"], "else"],
	])("decides a condition: %s", (_, condition, assumption, expected) => {
		expect(chosen(condition, {}, new Map([assumption]))).toBe(expected);
	});
});

test("a list omits the item of a branch that is AWS::NoValue", () => {
	const sections = { Parameters, Conditions: { Yes: yes } };
	expect(resolved([1, { "Fn::If": ["Yes", { Ref: "AWS::NoValue" }, 2] }, 3], sections)).toEqual([1, 3]);
});
