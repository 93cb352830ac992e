import { expect, test } from "@jest/globals";
import { aTemplateWith, containerIn, definitionIn } from "../../../support/template.ts";

const service = (Properties: unknown, more = {}) => ({ Type: "AWS::ECS::Service", Properties, ...more });
const sections = {
	Parameters: { X: { Type: "String" }, Yes: { Type: "String", Default: "true" } },
	Conditions: { Never: { "Fn::Equals": ["a", "b"] }, Perhaps: { "Fn::Equals": [{ Ref: "X" }, "b"] } },
};
const ref = { TaskDefinition: { Ref: "Web" } };
const on = { ...ref, EnableExecuteCommand: true };
const open = { unresolved: "Ref X has no default" };

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
	["not said", { S: service(ref) }, []],
	["not said in the end", { S: service({ ...ref, EnableExecuteCommand: { Ref: "AWS::NoValue" } }) }, []],
	["another definition", { S: service({ ...on, TaskDefinition: "api" }) }, []],
	["never there", { S: service(on, { Condition: "Never" }) }, []],
	["another resource", { S: { Type: "AWS::ECS::TaskSet", Properties: on } }, []],
	["not known", { S: service({ ...ref, EnableExecuteCommand: { Ref: "X" } }) }, open],
	[
		"neither true nor false",
		{ S: service({ ...ref, EnableExecuteCommand: "perhaps" }) },
		{ unresolved: '"perhaps" is neither true nor false' },
	],
	[
		"not known of the first, and certain of another",
		{ S: service({ ...ref, EnableExecuteCommand: { Ref: "X" } }), T: service(on) },
		["T"],
	],
])("ECS Exec of a service, %s", (_, Resources, expected) => {
	const template = aTemplateWith({}, { ...sections, Resources }, { Family: "web" });
	expect(definitionIn(template).execServices).toEqual(expected);
});

test("what a container starts with", () => {
	const Command = ["sh", "-c", { "Fn::Sub": "echo ${X} > /usr/share/nginx/html/${X}" }];
	const { start } = containerIn(aTemplateWith({ EntryPoint: { Ref: "AWS::NoValue" }, Command }, sections));
	expect(start).toEqual({ writes: ["/usr/share/nginx/html/${X}"], installers: [] });
});
