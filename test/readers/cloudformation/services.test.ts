import { describe, expect, test } from "@jest/globals";
import { aTemplateWith, definitionIn } from "../../support/template.ts";

const Parameters = { Tag: { Type: "String" }, Yes: { Type: "String", Default: "true" } };

describe("a platform version that a service pins", () => {
	const service = (Properties: unknown, more = {}) => ({ Type: "AWS::ECS::Service", Properties, ...more });
	const pins = (Service: unknown) =>
		definitionIn(
			aTemplateWith(
				{},
				{ Parameters, Conditions: { Never: { "Fn::Equals": ["a", "b"] } }, Resources: { Service } },
				{ Family: "web" },
			),
		).platformVersions;
	const ref = { TaskDefinition: { Ref: "Web" } };

	test.each<[string, unknown, unknown]>([
		["by Ref", service({ ...ref, PlatformVersion: "1.3.0" }), ["1.3.0"]],
		[
			"by ARN",
			service({ TaskDefinition: { "Fn::GetAtt": ["Web", "TaskDefinitionArn"] }, PlatformVersion: "1.3.0" }),
			["1.3.0"],
		],
		["by family", service({ TaskDefinition: "web:7", PlatformVersion: "LATEST" }), ["LATEST"]],
		["on Fargate", service({ ...ref, LaunchType: "FARGATE", PlatformVersion: "1.4.0" }), ["1.4.0"]],
		["a task set", { Type: "AWS::ECS::TaskSet", Properties: { ...ref, PlatformVersion: "1.3.0" } }, ["1.3.0"]],
		[
			"by the ARN of the family",
			service({ TaskDefinition: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7", PlatformVersion: "1.3.0" }),
			["1.3.0"],
		],
		[
			"by a family that is put together",
			service({ TaskDefinition: { "Fn::Sub": "web:${Tag}" }, PlatformVersion: 1.3 }),
			["1.3"],
		],
		["a version that is not a string", service({ ...ref, PlatformVersion: {} }), ["LATEST"]],
		["a definition that is not a string", service({ TaskDefinition: ["web"], PlatformVersion: "1.3.0" }), []],
		["a longer family", service({ TaskDefinition: "web-2", PlatformVersion: "1.3.0" }), []],
		["another resource", { Type: "AWS::ECS::Cluster", Properties: { ...ref, PlatformVersion: "1.3.0" } }, []],
		["who knows where", service({ ...ref, LaunchType: { Ref: "Tag" }, PlatformVersion: "1.3.0" }), ["1.3.0"]],
		["nothing", service(ref), []],
		["elsewhere", service({ ...ref, LaunchType: "EC2", PlatformVersion: "1.3.0" }), []],
		["another definition", service({ TaskDefinition: "api", PlatformVersion: "1.3.0" }), []],
		["no definition", service({ PlatformVersion: "1.3.0" }), []],
		["a service that is not made", service({ ...ref, PlatformVersion: "1.3.0" }, { Condition: "Never" }), []],
		[
			"an unknown version",
			service({ ...ref, PlatformVersion: { Ref: "Tag" } }),
			{ unresolved: "the parameter Tag has no default" },
		],
	])("belongs to the task definition of the service: %s", (_, Service, expected) => {
		expect(pins(Service)).toEqual(expected);
	});
});
