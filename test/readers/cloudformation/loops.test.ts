import { describe, expect, test } from "@jest/globals";
import { readTemplate, resolved, subjectIn } from "../../support/template.ts";

const repository = (name: unknown) => ({ Type: "AWS::ECR::Repository", Properties: { RepositoryName: name } });

const names = (template: unknown) => readTemplate(template).subjects.map(({ facts }) => [facts.arn, nameOf(facts)]);
const nameOf = (facts: object) => ("name" in facts ? facts.name : null);

describe("Fn::ForEach in Resources", () => {
	test.each<[string, unknown, unknown, unknown]>([
		["${…} in the key, Ref in the value", ["A", "B"], { "Repo${Name}": repository({ Ref: "Name" }) }, ["A", "B"]],
		["Sub", ["A", "B"], { "Repo${Name}": repository({ "Fn::Sub": "x-${Name}" }) }, ["x-A", "x-B"]],
		["&{…}", ["A", "B"], { "Repo&{Name}": repository("y-&{Name}") }, ["y-A", "y-B"]],
		["a list parameter", { Ref: "List" }, { "Repo${Name}": repository({ Ref: "Name" }) }, ["A", "B"]],
	])("creates a resource for each value: %s", (_, collection, output, expected) => {
		const template = {
			Parameters: { List: { Type: "CommaDelimitedList", Default: "A,B" } },
			Resources: { "Fn::ForEach::Repos": ["Name", collection, output] },
		};
		const [first, second] = expected as string[];
		expect(names(template)).toEqual([
			["app.yaml#RepoA", first],
			["app.yaml#RepoB", second],
		]);
		expect(readTemplate(template).notes).toEqual([]);
	});

	test("expands a loop within a loop", () => {
		const inner = { "Fn::ForEach::Inner": ["Y", ["1", "2"], { "R${X}${Y}": repository({ "Fn::Sub": "${X}/${Y}" }) }] };
		expect(names({ Resources: { "Fn::ForEach::Outer": ["X", ["a", "b"], inner] } })).toEqual([
			["app.yaml#Ra1", "a/1"],
			["app.yaml#Ra2", "a/2"],
			["app.yaml#Rb1", "b/1"],
			["app.yaml#Rb2", "b/2"],
		]);
	});

	test("expands to at most 500 resources", () => {
		const over = (count: number, ...keys: readonly string[]) => {
			const output = Object.fromEntries(keys.map((key) => [key, repository("x")]));
			return names({ Resources: { "Fn::ForEach::Repos": ["N", many(count), output] } });
		};
		expect(over(500, "R${N}")).toHaveLength(500);
		expect(over(250, "R${N}", "S${N}")).toHaveLength(500);
		expect(over(251, "R${N}", "S${N}")).toHaveLength(0);
		const inner = { "Fn::ForEach::Inner": ["M", many(20), { "R${N}x${M}": repository("x") }] };
		expect(names({ Resources: { "Fn::ForEach::Outer": ["N", many(25), inner] } })).toHaveLength(500);
		expect(names({ Resources: { "Fn::ForEach::Outer": ["N", many(26), inner] } })).toHaveLength(0);
	});

	test("gives its resources the position of the loop", () => {
		const template = `
Resources:
  Fn::ForEach::Repos:
    - Name
    - [A, B]
    - Repo\${Name}:
        Type: AWS::ECR::Repository
        Properties:
          ImageTagMutability: MUTABLE
`;
		const { positionOf } = subjectIn(template, "RepoB");
		expect(positionOf("imageTagMutability")).toEqual({ line: 9, column: 11 });
		expect(positionOf("lifecyclePolicyText")).toEqual({ line: 8, column: 9 });
	});

	test.each<[string, unknown]>([
		["over what is not known", ["Name", { Ref: "Open" }, { "R${Name}": repository("x") }]],
		["over mappings", ["Name", [{ a: 1 }], { "R${Name}": repository("x") }]],
		["over items that are not known", ["Name", [{ Ref: "Open" }], { "R${Name}": repository("x") }]],
		["over too many", ["N", Array.from({ length: 501 }, (_, at) => `${at}`), { "R${N}": repository("x") }]],
		[
			"over too many together",
			["N", many(30), { "Fn::ForEach::Inner": ["M", many(30), { "R${N}${M}": repository("x") }] }],
		],
		["without a name", [5, ["a"], { "R${Name}": repository("x") }]],
		["without an output", ["Name", ["a"]]],
		["not a loop", "x"],
	])("notes that its resources are not checked: %s", (_, loop) => {
		const reading = readTemplate({ Resources: { "Fn::ForEach::Repos": loop } });
		expect(reading.subjects).toEqual([]);
		expect(reading.notes).toEqual([
			{
				at: { line: 3, column: 3 },
				text: "the collection of Fn::ForEach::Repos is unknown or too long: the resources that it creates are not checked",
			},
		]);
	});

	function many(length: number) {
		return Array.from({ length }, (_, at) => `${at}`);
	}
});

test("Fn::ForEach is expanded in Conditions and in properties", () => {
	const sections = {
		Conditions: { "Fn::ForEach::All": ["X", ["A", "B"], { "Is${X}": { "Fn::Equals": ["A", { Ref: "X" }] } }] },
	};
	expect(resolved([{ "Fn::If": ["IsA", 1, 2] }, { "Fn::If": ["IsB", 1, 2] }], sections)).toEqual([1, 2]);
	const labels = { plain: "x", "Fn::ForEach::Labels": ["X", ["a", "b"], { "${X}": { "Fn::Sub": "is ${X}" } }] };
	expect(resolved(labels)).toEqual({ plain: "x", a: "is a", b: "is b" });
	expect(resolved({ ...labels, "Fn::ForEach::Labels": ["X", "a", {}] })).toEqual({
		unresolved: "the collection of Fn::ForEach is unknown or too long",
	});
	const deep = (level: number): unknown => (level === 0 ? { Ref: "X" } : [deep(level - 1)]);
	expect(JSON.stringify(resolved({ "Fn::ForEach::L": ["X", ["a"], { "${X}": deep(120) }] }))).toContain("unresolved");
});
