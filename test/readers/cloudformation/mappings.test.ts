import { expect, test } from "@jest/globals";
import { aTemplateOf, aTemplateWith, resolved, subjectIn } from "../../support/template.ts";
import { verdictOn } from "../../support/template-verdicts.ts";

const Region = { Ref: "AWS::Region" };
const rows = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`region-${index}`, { x: `${index}` }]));
const alike = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`region-${index}`, { x: "a" }]));
const sections = {
	Parameters: { Key: { Type: "String" }, Stage: { Type: "String", AllowedValues: ["a", "b"] } },
	Mappings: {
		Same: { "eu-west-1": { user: "1000", list: ["a"] }, "us-east-1": { user: "1000", list: ["a"] }, x: { other: 1 } },
		Users: { "eu-west-1": { user: "1000", root: "0" }, "us-east-1": { user: "node", root: "root" } },
		Mixed: { "eu-west-1": { user: "1000" }, "us-east-1": { user: "0" } },
		Stages: { a: { user: "1000" }, b: { user: "0" } },
		Eight: rows(8),
		Nine: rows(9),
		Most: alike(200),
		More: alike(201),
	},
};
const find = (...words: unknown[]) => ({ "Fn::FindInMap": words });
const open = { unresolved: "AWS::Region depends on where the template is deployed" };

test.each<[string, unknown, unknown]>([
	["all rows agree", find("Same", Region, "user"), "1000"],
	["lists agree", find("Same", Region, "list"), ["a"]],
	["the default agrees", find("Same", Region, "user", { DefaultValue: "1000" }), "1000"],
	["the default does not", find("Same", Region, "user", { DefaultValue: "0" }), open],
	["only a default", find("Same", Region, "nothing", { DefaultValue: "0" }), "0"],
	["they do not agree", find("Mixed", Region, "user"), open],
	["an unknown column", find("Same", "x", Region), 1],
	["an unknown column of rows that differ", find("Users", "eu-west-1", Region), open],
	["as many rows as there may be", find("Most", Region, "x"), "a"],
	["more rows", find("More", Region, "x"), open],
	["no such column", find("Same", Region, "nothing"), open],
	["no such map", find("Nothing", Region, "user"), open],
	["an unknown map", find(Region, "a", "b"), open],
])("Fn::FindInMap with an unknown key: %s", (_, node, expected) => {
	expect(resolved(node, sections)).toEqual(expected);
});

test.each<[string, unknown, RegExp]>([
	["all answers pass", find("Users", Region, "user"), /^pass /],
	["all answers fail", find("Users", Region, "root"), /^fail /],
	["answers differ", find("Mixed", Region, "user"), /^unknown depends on/],
	["the default differs", find("Users", Region, "user", { DefaultValue: "0" }), /^unknown depends on/],
	["a parameter of any value", find("Users", { Ref: "Key" }, "user"), /^pass /],
	["a parameter of few values", find("Stages", { Ref: "Stage" }, "user"), /^unknown depends on/],
])("a user that is chosen by Fn::FindInMap is judged in every alternative: %s", (_, User, expected) => {
	expect(verdictOn("task-definition/non-root-user", aTemplateWith({ User }, sections), "Web")).toMatch(expected);
});

test.each([
	["Eight", Region, 8],
	["Nine", Region, undefined],
	["Stages", { Ref: "Stage" }, 2],
])("Fn::FindInMap evaluates every possible value: %s", (map, key, expected) => {
	const column = map === "Stages" ? "user" : "x";
	const template = aTemplateOf({ RepositoryName: find(map, key, column) }, sections);
	expect(subjectIn(template, "Repo").alternatives?.length).toBe(expected);
});
