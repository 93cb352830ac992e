import { expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { aPlan } from "../support/plan.ts";
import { runCli } from "../support/terminal.ts";

const container = { name: "app", image: "nginx:1.29" };

const template = {
	AWSTemplateFormatVersion: "2010-09-09",
	Resources: {
		Definition: { Type: "AWS::ECS::TaskDefinition", Properties: { ContainerDefinitions: [container] } },
		Cluster: { Type: "AWS::ECS::Cluster", Properties: {} },
		Provider: { Type: "AWS::ECS::CapacityProvider", Properties: {} },
		Service: {
			Type: "AWS::ECS::Service",
			Properties: { Cluster: { Ref: "Cluster" }, TaskDefinition: { Ref: "Definition" }, EnableExecuteCommand: true },
		},
	},
};

const plan = aPlan([
	{
		address: "aws_ecs_task_definition.web",
		values: { family: "web", container_definitions: JSON.stringify([container]) },
	},
	{ address: "aws_ecs_cluster.shop", values: { name: "shop" } },
	{ address: "aws_ecs_capacity_provider.spot", values: { name: "spot" } },
	{ address: "aws_ecs_service.web", values: { name: "web", enable_execute_command: true } },
]);

test.each([
	["a template", template],
	["a plan", plan],
])("services, clusters and capacity providers of %s get no verdict, and no line counts them", async (_, file) => {
	const { printed, errors } = await runCli(["check", "-", "--format", "json"], { stdin: JSON.stringify(file) });
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	const kinds = new Set(verdicts.map(({ control }) => control.split("/")[0]));
	expect([...kinds]).toEqual(["task-definition"]);
	expect(errors).toEqual([]);
	const text = await runCli(["check", "-"], { stdin: JSON.stringify(file) });
	expect(text.printed).not.toMatch(/\b(?:service|cluster|capacity-provider)\//);
});
