import { describe, expect, test } from "@jest/globals";
import { showing } from "../../support/partial-text.ts";
import { aTemplateOf, aTemplateWith, resolved } from "../../support/template.ts";
import { verdictOn } from "../../support/template-verdicts.ts";

const open = (reference: string) => `{{${reference}}} is looked up during deployment`;
const sections = {
	Parameters: {
		User: { Type: "String", Default: "{{resolve:ssm:/u:1}}" },
		Names: { Type: "CommaDelimitedList", Default: "a,{{resolve:ssm:/b}}" },
		Hidden: { Type: "String", NoEcho: true, Default: "{{resolve:ssm:/h}}" },
		Tag: { Type: "String" },
	},
	Mappings: { M: { a: { b: "{{resolve:ssm:/m}}" } } },
	Conditions: { IsProd: { "Fn::Equals": ["{{resolve:ssm:/stage:1}}", "prod"] } },
};

describe("a dynamic reference", () => {
	test.each<[string, unknown, unknown]>([
		["a text", "{{resolve:ssm:/pid}}", { unresolved: open("resolve:ssm:/pid") }],
		[
			"in a text",
			"a:{{resolve:ssm:/t}}-b",
			{ unresolved: open("resolve:ssm:/t"), text: showing("a:${resolve:ssm:/t}-b") },
		],
		[
			"two in a text",
			"{{resolve:ssm:/a}}{{resolve:ssm:/b}}",
			{ unresolved: `${open("resolve:ssm:/a")}, ${open("resolve:ssm:/b")}` },
		],
		["a default", { Ref: "User" }, { unresolved: open("resolve:ssm:/u:1") }],
		["an item of a default", { "Fn::Select": [1, { Ref: "Names" }] }, { unresolved: open("resolve:ssm:/b") }],
		["the other item", { "Fn::Select": [0, { Ref: "Names" }] }, "a"],
		["a hidden default", { Ref: "Hidden" }, { unresolved: open("resolve:ssm:/h") }],
		["of a mapping", { "Fn::FindInMap": ["M", "a", "b"] }, { unresolved: open("resolve:ssm:/m") }],
		["put together", { "Fn::Join": ["", ["{{resolve:", "ssm:/x}}"]] }, { unresolved: open("resolve:ssm:/x") }],
		["of an unknown name", { "Fn::Sub": "{{resolve:ssm:/${Tag}}}" }, { unresolved: open("resolve:ssm:/${Tag}") }],
		["in JSON", { "Fn::ToJsonString": ["{{resolve:ssm:/x}}"] }, { unresolved: open("resolve:ssm:/x") }],
		["no end", "{{resolve:ssm:/x", "{{resolve:ssm:/x"],
		["no beginning", "a}}b{{c}}", "a}}b{{c}}"],
	])("is unknown until deployment: %s", (_, node, expected) => {
		expect(resolved(node, sections)).toEqual(expected);
	});
});

const variable = (Value: unknown) => ({ Environment: [{ Name: "LEVEL", Value }] });
test.each<[string, Record<string, unknown>, RegExp]>([
	["not-privileged", { Privileged: "{{resolve:ssm:/p}}" }, /^unknown .*resolve:ssm:\/p/],
	["non-root-user", { User: "{{resolve:ssm:/u}}" }, /^unknown /],
	["non-root-user", { User: { Ref: "User" } }, /^unknown /],
	["not-privileged", { Privileged: { "Fn::If": ["IsProd", true, false] } }, /^unknown depends on/],
	["image-pinned", { Image: "{{resolve:ssm:/app:3}}" }, /^unknown /],
	["image-pinned", { Image: "app:{{resolve:ssm:/tag}}" }, /^unknown .*an unknown tag/],
	["image-pinned", { Image: "repo/{{resolve:ssm:/name}}:latest" }, /^fail .*latest/],
	["no-plaintext-secrets", variable("{{resolve:secretsmanager:x}}"), /^fail /],
	["no-plaintext-secrets", variable({ "Fn::Sub": "p://u:{{resolve:ssm-secure:x}}@${AWS::Region}/d" }), /^fail /],
	["no-plaintext-secrets", variable({ "Fn::Sub": "{{resolve:secretsmanager:${Tag}}}" }), /^(?:fail|unknown) /],
	["no-plaintext-secrets", variable("{{resolve:ssm:/level}}"), /^pass /],
	["no-plaintext-secrets", variable({ Ref: "Hidden" }), /^fail .*NoEcho parameter Hidden/],
])("a container with a dynamic reference is unknown to %s: %j", (id, container, expected) => {
	expect(verdictOn(`task-definition/${id}`, aTemplateWith(container, sections), "Web")).toMatch(expected);
});

test("dynamic references in a task definition's own fields are unknown", () => {
	const template = aTemplateWith({}, {}, { PidMode: "{{resolve:ssm:/pid}}" });
	expect(verdictOn("task-definition/no-host-namespaces", template, "Web")).toMatch(/^unknown /);
});

const granted = (AWS: string) => ({
	Version: "2012-10-17",
	Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "*" }],
});
test.each<[string, Record<string, unknown>]>([
	["tag-immutability", { ImageTagMutability: "{{resolve:ssm:/m}}" }],
	["no-public-access", { RepositoryPolicyText: granted("{{resolve:ssm:/p}}") }],
	["no-public-access", { RepositoryPolicyText: JSON.stringify(granted("{{resolve:ssm:/p}}")) }],
	["lifecycle-policy", { LifecyclePolicy: { LifecyclePolicyText: "{{resolve:ssm:/lp}}" } }],
])("a repository with a dynamic reference is unknown to %s: %j", (id, properties) => {
	expect(verdictOn(`repository/${id}`, aTemplateOf(properties), "Repo")).toMatch(/^unknown /);
});
