import { describe, expect, test } from "@jest/globals";
import { showing } from "../../support/partial-text.ts";
import { resolved } from "../../support/template.ts";

const sections = {
	Parameters: {
		Tag: { Type: "String" },
		Name: { Type: "String", Default: "web" },
		Size: { Type: "Number", Default: 64 },
		Zones: { Type: "CommaDelimitedList", Default: "a, b ,c" },
		Password: { Type: "String", NoEcho: true },
	},
	Mappings: { Sizes: { prod: { memory: 512, zones: ["a", "b"] }, "111122223333": { memory: 256 } } },
	Resources: { Topic: { Type: "AWS::SNS::Topic" } },
};
const tagOpen = { unresolved: "the parameter Tag has no default" };

describe("an intrinsic function with known arguments", () => {
	test.each<[string, unknown, unknown]>([
		["Join", { "Fn::Join": ["-", ["a", { Ref: "Name" }, 5, true]] }, "a-web-5-true"],
		["Join of one item, and of none", [{ "Fn::Join": ["-", ["a"]] }, { "Fn::Join": ["-", []] }], ["a", ""]],
		["Join of a list parameter", { "Fn::Join": [":", { Ref: "Zones" }] }, "a:b:c"],
		["Join without a value", { "Fn::Join": ["-", ["a", { Ref: "AWS::NoValue" }, "b"]] }, "a-b"],
		["Sub", { "Fn::Sub": "x/${Name}:${Size}" }, "x/web:64"],
		["Sub with spaces and the same twice", { "Fn::Sub": "${ Name }${Name}" }, "webweb"],
		["Sub with a mapping that comes first", { "Fn::Sub": ["${Name}.${B}", { Name: "x", B: { Ref: "Size" } }] }, "x.64"],
		["Sub of a literal", { "Fn::Sub": "${!Name} costs $5 {}" }, "${Name} costs $5 {}"],
		["Select", { "Fn::Select": [1, ["a", "b"]] }, "b"],
		["Select by a text, of a list parameter", { "Fn::Select": ["2", { Ref: "Zones" }] }, "c"],
		["Split", { "Fn::Split": ["|", "a|b|"] }, ["a", "b", ""]],
		["FindInMap", { "Fn::FindInMap": ["Sizes", "prod", "memory"] }, 512],
		["FindInMap of an account", { "Fn::FindInMap": ["Sizes", "111122223333", "memory"] }, 256],
		["FindInMap of a list", { "Fn::FindInMap": ["Sizes", "prod", "zones"] }, ["a", "b"]],
		["FindInMap by a function", { "Fn::FindInMap": ["Sizes", { "Fn::Select": [0, ["prod"]] }, "memory"] }, 512],
		["FindInMap with a default", { "Fn::FindInMap": ["Sizes", "test", "memory", { DefaultValue: 1 }] }, 1],
		["a default that is not needed", { "Fn::FindInMap": ["Sizes", "prod", "memory", { DefaultValue: 1 }] }, 512],
		["Base64", { "Fn::Base64": { "Fn::Sub": "a${Name}" } }, "YXdlYg=="],
		["ToJsonString", { "Fn::ToJsonString": { a: [{ Ref: "Name" }], b: { Ref: "AWS::NoValue" } } }, '{"a":["web"]}'],
		["Length", [{ "Fn::Length": { Ref: "Zones" } }, { "Fn::Length": [] }], [3, 0]],
		["something that is no function", { Ref: "Name", Other: 1 }, { Ref: "Name", Other: 1 }],
	])("is resolved: %s", (_, node, expected) => {
		expect(resolved(node, sections)).toEqual(expected);
	});
});

describe("an intrinsic function with unknown arguments", () => {
	test.each<[string, unknown, unknown]>([
		[
			"Join keeps what is known",
			{ "Fn::Join": ["", ["repo:", { Ref: "Tag" }]] },
			{ ...tagOpen, text: showing("repo:${Tag}") },
		],
		["Join of holes only has no text", { "Fn::Join": ["", [{ Ref: "Tag" }, { Ref: "Tag" }]] }, tagOpen],
		["Join of an unknown list", { "Fn::Join": ["", { "Fn::GetAZs": "" }] }, made("Fn::GetAZs")],
		["Sub", { "Fn::Sub": "${Name}:${Tag}-x" }, { ...tagOpen, text: showing("web:${Tag}-x") }],
		[
			"Sub gives the reason for the parameter, not for the pseudo parameter",
			{ "Fn::Sub": "${AWS::Region}/${Tag}" },
			{ ...tagOpen, text: showing("${AWS::Region}/${Tag}") },
		],
		[
			"Sub of an attribute",
			{ "Fn::Sub": "a ${Topic.TopicName}" },
			{ unresolved: "Topic.TopicName is only known after deployment", text: showing("a ${Topic.TopicName}") },
		],
		[
			"Sub of nothing",
			{ "Fn::Sub": "a${Nobody}" },
			{ unresolved: "Nobody is not defined in the template", text: showing("a${Nobody}") },
		],
		["Sub of a list", { "Fn::Sub": "a${Zones}" }, { unresolved: "Zones is not a string", text: showing("a${Zones}") }],
		["Select by an unknown index", { "Fn::Select": [{ Ref: "Tag" }, ["a"]] }, tagOpen],
		["Select of an unknown list", { "Fn::Select": [0, { Ref: "Tag" }] }, tagOpen],
		["Select of an unknown item", { "Fn::Select": [1, ["a", { Ref: "Tag" }]] }, tagOpen],
		["Split of a text whose hole may hide the delimiter", { "Fn::Split": [":", { "Fn::Sub": "a:${Tag}" }] }, tagOpen],
		["FindInMap by an unknown key", { "Fn::FindInMap": ["Sizes", { Ref: "Tag" }, "memory"] }, tagOpen],
		[
			"FindInMap of nothing",
			{ "Fn::FindInMap": ["Sizes", "prod", "cpu"] },
			{ unresolved: "the mappings have no Sizes.prod.cpu" },
		],
		[
			"FindInMap of what every object has",
			{ "Fn::FindInMap": ["Sizes", "constructor", "name"] },
			{ unresolved: "the mappings have no Sizes.constructor.name" },
		],
		["Base64", { "Fn::Base64": { Ref: "Tag" } }, tagOpen],
		["ToJsonString", { "Fn::ToJsonString": { a: [{ Ref: "Tag" }] } }, tagOpen],
		["Length", { "Fn::Length": { Ref: "Tag" } }, tagOpen],
		["ImportValue", { "Fn::ImportValue": "x" }, { unresolved: "Fn::ImportValue reads an export of another stack" }],
		["Cidr", { "Fn::Cidr": ["10.0.0.0/16", 2, 8] }, made("Fn::Cidr")],
		["Transform", { "Fn::Transform": { Name: "AWS::Include" } }, made("Fn::Transform")],
		["Transform beside other properties", { a: 1, "Fn::Transform": { Name: "X" } }, made("Fn::Transform")],
		["a function of tomorrow", { "Fn::Guess": [] }, made("Fn::Guess")],
	])("keeps what is known and gives the reason: %s", (_, node, expected) => {
		expect(resolved(node, sections)).toEqual(expected);
	});

	function made(name: string) {
		return { unresolved: `${name} is only known after deployment` };
	}
});

test("Fn::Split splits an ARN only at delimiters that no hole can contain", () => {
	const arn = { "Fn::Sub": "arn:${AWS::Partition}:ecr:${AWS::Region}:1:repository/${AWS::StackName}x" };
	expect(resolved({ "Fn::Select": [4, { "Fn::Split": [":", arn] }] })).toBe("1");
	expect(resolved({ "Fn::Select": [1, { "Fn::Split": ["/", arn] }] })).toEqual({
		unresolved: "AWS::StackName depends on where the template is deployed",
		text: showing("${AWS::StackName}x"),
	});
	for (const delimiter of [":r", "r:", "::"]) {
		expect(resolved({ "Fn::Split": [delimiter, arn] })).toMatchObject({
			unresolved: expect.stringContaining("depends on where"),
		});
	}
	expect(resolved({ "Fn::Split": ["o", arn] })).toMatchObject({
		unresolved: expect.stringContaining("depends on where"),
	});
	expect(resolved({ "Fn::Split": ["/", { Ref: "AWS::StackId" }] })).toMatchObject({
		unresolved: "AWS::StackId depends on where the template is deployed",
	});
});

describe("an intrinsic function with invalid arguments", () => {
	test.each<[unknown, string]>([
		[{ "Fn::Join": "a" }, "Fn::Join needs a delimiter and a list of strings"],
		[{ "Fn::Join": ["-", "a"] }, "Fn::Join needs a delimiter and a list of strings"],
		[{ "Fn::Join": ["-", [["a"]]] }, "Fn::Join needs a delimiter and a list of strings"],
		[{ "Fn::Sub": 5 }, "Fn::Sub needs a string"],
		[{ "Fn::Sub": [] }, "Fn::Sub needs a string"],
		[{ "Fn::Select": [7, ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::Select": [["0"], ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::Select": ["", ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::Select": ["0x0", ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::Select": ["0.0", ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::Select": [-1, ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::Select": ["0000000", ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::FindInMap": ["Sizes", ["prod"], "memory"] }, "the mappings have no Sizes..memory"],
		[{ "Fn::Select": ["a", ["a"]] }, "Fn::Select has no item at its index"],
		[{ "Fn::Select": [0, "a"] }, "Fn::Select has no item at its index"],
		[{ "Fn::Split": ["", "a"] }, "Fn::Split needs a delimiter"],
		[{ "Fn::Split": [",", {}] }, "Fn::Split needs a string"],
		[{ "Fn::FindInMap": "a" }, "the mappings have no"],
		[{ "Fn::Base64": [] }, "Fn::Base64 needs a string"],
		[{ "Fn::Length": "a" }, "Fn::Length needs a list"],
		[{ "Fn::ToJsonString": { Ref: "AWS::NoValue" } }, "Fn::ToJsonString needs a value"],
		[{ "Fn::GetAtt": 5 }, "Fn::GetAtt needs a resource and an attribute"],
		[{ Ref: ["a"] }, "Ref needs a name"],
		[{ "Fn::If": ["A"] }, "Fn::If needs a condition and two values"],
	])("is unknown with a reason: %j", (node, reason) => {
		expect(resolved(node)).toEqual({ unresolved: expect.stringContaining(reason) });
	});
});

test("a value derived from a NoEcho parameter stays hidden", () => {
	for (const node of [{ Ref: "Password" }, { "Fn::Base64": { Ref: "Password" } }]) {
		expect(resolved(node, sections)).toEqual({ unresolved: "the value of the parameter Password is hidden (NoEcho)" });
	}
});
