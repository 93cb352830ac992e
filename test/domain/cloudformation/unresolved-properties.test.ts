import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { acceptHoles } from "../../../domain/cloudformation/template-text.ts";
import { markUnresolved } from "../../../domain/cloudformation/unresolved-properties.ts";

test.each<[string, unknown, string]>([
	["a reference", { Ref: "Tag" }, "Ref Tag is not resolved yet"],
	["an attribute", { "Fn::GetAtt": ["Repo", "RepositoryUri"] }, "Fn::GetAtt is not resolved yet"],
	["a substitution", { "Fn::Sub": "web:${Tag}" }, "Fn::Sub web:${Tag} is not resolved yet"],
	[
		"a transform beside properties",
		{ Name: "app", "Fn::Transform": { Name: "x" } },
		"Fn::Transform is not resolved yet",
	],
	["a dynamic reference", "{{resolve:ssm:/tag}}", "{{resolve:ssm:/tag}} is looked up during deployment"],
])("%s is unknown, with the reason", (_, value, unresolved) => {
	expect(acceptHoles(markUnresolved(value), [])).toEqual({ unresolved });
});

test("the text around a dynamic reference is known", () => {
	expect(String(markUnresolved("web:{{resolve:ssm:/tag}}"))).toBe("web:${resolve:ssm:/tag}");
});

test("a label that is called Ref, beside others, is a label", () => {
	const labels = { Ref: "main", Team: "web" };
	expect(markUnresolved({ DockerLabels: labels })).toEqual({ DockerLabels: labels });
});

test("values that CloudFormation has resolved stay as they are", () => {
	const isResolved = (value: unknown): boolean => !/"Ref"|"Fn::|\{\{resolve:/.test(JSON.stringify(value));
	fc.assert(
		fc.property(fc.jsonValue().filter(isResolved), (value) => {
			expect(markUnresolved(value)).toEqual(value);
		}),
	);
});
