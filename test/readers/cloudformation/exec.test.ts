import { expect, test } from "@jest/globals";
import { aTemplateWith, definitionIn, subjectIn } from "../../support/template.ts";

const service = (Properties: unknown, more = {}) => ({ Type: "AWS::ECS::Service", Properties, ...more });
const sections = {
	Parameters: { X: { Type: "String" }, Yes: { Type: "String", Default: "true" } },
	Conditions: { Never: { "Fn::Equals": ["a", "b"] }, Perhaps: { "Fn::Equals": [{ Ref: "X" }, "b"] } },
};
const ref = { TaskDefinition: { Ref: "Web" } };
const on = { ...ref, EnableExecuteCommand: true };
const meant = (definition: unknown) => ({ S: service({ EnableExecuteCommand: true, TaskDefinition: definition }) });
const perhaps = (yes: unknown, no: unknown) => ({ "Fn::If": ["Perhaps", yes, no] });
const openDefinition = (why: string) => ({
	unresolved: `cannot tell which task definition service S runs, because ${why}`,
});
const undecided = openDefinition("the result of condition Perhaps is unknown (the parameter X has no default)");
const noDefault = openDefinition("the parameter X has no default");
const open = { unresolved: "the parameter X has no default" };

test.each<[string, Readonly<Record<string, unknown>>, unknown]>([
	["by Ref", { S: service(on) }, ["S"]],
	[
		"by ARN, as a text",
		{ S: service({ TaskDefinition: "arn:aws:ecs:eu-west-1:1:task-definition/web:7", EnableExecuteCommand: "TRUE" }) },
		["S"],
	],
	["on EC2 too", { S: service({ ...on, LaunchType: "EC2" }) }, ["S"]],
	["by two", { S: service(on), T: service(on) }, ["S", "T"]],
	["by a default", { S: service({ ...ref, EnableExecuteCommand: { Ref: "Yes" } }) }, ["S"]],
	["perhaps there", { S: service(on, { Condition: "Perhaps" }) }, ["S"]],
	[
		"turned off",
		{ S: service({ ...ref, EnableExecuteCommand: false }), T: service({ ...ref, EnableExecuteCommand: "no" }) },
		[],
	],
	["not set", { S: service(ref) }, []],
	["removed by AWS::NoValue", { S: service({ ...ref, EnableExecuteCommand: { Ref: "AWS::NoValue" } }) }, []],
	["another definition", { S: service({ ...on, TaskDefinition: "api" }) }, []],
	["never there", { S: service(on, { Condition: "Never" }) }, []],
	["another resource", { S: { Type: "AWS::ECS::TaskSet", Properties: on } }, []],
	["not known", { S: service({ ...ref, EnableExecuteCommand: { Ref: "X" } }) }, open],
	[
		"neither true nor false",
		{ S: service({ ...ref, EnableExecuteCommand: "perhaps" }) },
		{ unresolved: '"perhaps" is neither true nor false' },
	],
	["perhaps this definition", meant(perhaps(ref.TaskDefinition, "other")), undecided],
	["perhaps this family", meant(perhaps("other", "web:3")), undecided],
	["perhaps, further in", meant(perhaps("other", perhaps({ Ref: "X" }, "third"))), undecided],
	["one of two others", meant(perhaps("other", "third")), []],
	["another, or none", meant(perhaps("other", { Ref: "AWS::NoValue" })), []],
	["a parameter", meant({ Ref: "X" }), noDefault],
	["a family that is a parameter", meant({ "Fn::Sub": "arn:aws:ecs:eu-west-1:1:task-definition/${X}:3" }), noDefault],
	["a family that may come to it", meant({ "Fn::Sub": "w${X}b" }), noDefault],
	["a family that begins otherwise", meant({ "Fn::Sub": "api-${X}" }), []],
	["a family that ends otherwise", meant({ "Fn::Sub": "${X}-api" }), []],
	["a revision of it that is a parameter", meant({ "Fn::Sub": "web:${X}" }), ["S"]],
	["a revision of another that is a parameter", meant({ "Fn::Sub": "api:${X}" }), []],
	["another resource's", { ...meant({ Ref: "Api" }), Api: { Type: "AWS::ECS::TaskDefinition", Properties: {} } }, []],
	[
		"a parameter, where it is turned off",
		{ S: service({ EnableExecuteCommand: false, TaskDefinition: { Ref: "X" } }) },
		[],
	],
	["a parameter, and certain of another", { ...meant({ Ref: "X" }), T: service(on) }, ["T"]],
	[
		"not known of the first, and certain of another",
		{ S: service({ ...ref, EnableExecuteCommand: { Ref: "X" } }), T: service(on) },
		["T"],
	],
])("services with ECS Exec are found for a task definition: %s", (_, Resources, expected) => {
	const template = aTemplateWith({}, { ...sections, Resources }, { Family: "web" });
	expect(definitionIn(template).execServices).toEqual(expected);
});

test("a service is matched to a family that contains pseudo parameters", () => {
	const Family = { "Fn::Sub": "${AWS::StackName}-web" };
	const template = aTemplateWith({}, { Resources: meant(Family) }, { Family });
	expect(definitionIn(template).execServices).toEqual(["S"]);
});

test("start words of a container are read on demand and keep their known parts", () => {
	const Command = ["sh", "-c", { "Fn::Sub": "echo ${X} > /usr/share/nginx/html/${X}" }];
	const { startWords } = subjectIn(aTemplateWith({ EntryPoint: { Ref: "AWS::NoValue" }, Command }, sections), "Web");
	expect(startWords?.()).toEqual([["sh", "-c", "echo ${X} > /usr/share/nginx/html/${X}"]]);
});
