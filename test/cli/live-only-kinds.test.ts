import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { useFolder } from "../support/cli-folder.ts";
import { aPlan } from "../support/plan.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("live-only-kinds");
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

const source = `
resource "aws_ecs_task_definition" "web" {
  family                = "web"
  container_definitions = jsonencode([{ name = "app", image = "nginx:1.29" }])
}
resource "aws_ecs_cluster" "shop" { name = "shop" }
resource "aws_ecs_capacity_provider" "spot" { name = "spot" }
resource "aws_ecs_service" "web" { name = "web" }
`;

const files: readonly (readonly [string, string])[] = [
	["a template", JSON.stringify(template)],
	["a plan", JSON.stringify(plan)],
	["a Terraform file", source],
];

test.each(files)("services, clusters and capacity providers of %s get no verdict", async (_, file) => {
	const { printed, errors } = await runCli(["check", "-", "--format", "json"], { stdin: file });
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	const kinds = new Set(verdicts.map(({ control }) => control.split("/")[0]));
	expect([...kinds]).toEqual(["task-definition"]);
	expect(errors.filter((line) => !line.includes("plan"))).toEqual([]);
	const text = await runCli(["check", "-"], { stdin: file });
	expect(text.printed).not.toMatch(/\b(?:service|cluster|capacity-provider)\//);
});

describe("what is judged in AWS only is counted, not passed over in silence:", () => {
	const line = "1 service, 1 cluster and 1 capacity provider are judged in AWS only, by the deployed pipeline";
	const lineIn = (text: string) => text.split("\n").find((one) => one.includes("AWS only"));

	test.each(files)("%s", async (_, file) => {
		const text = await runCli(["check", "-", "--strict"], { stdin: file });
		expect(lineIn(text.printed)).toBe(line);
		const { printed } = await runCli(["check", "-", "--format", "json"], { stdin: file });
		const { needsAws } = JSON.parse(printed) as VerdictReport;
		const live = needsAws.filter(({ message }) => message.endsWith("judged in AWS only"));
		expect(new Set(live.map(({ control }) => control.split("/")[0]))).toEqual(
			new Set(["service", "cluster", "capacity-provider"]),
		);
		expect(live.filter(({ control }) => control === "service/no-public-ip")).toEqual([
			expect.objectContaining({
				subject: expect.stringMatching(/^stdin#(?:Service|aws_ecs_service\.web)$/),
				message: "services are judged in AWS only",
				location: expect.objectContaining({ file: "stdin" }),
			}),
		]);
	});

	test("with its place, in every format that has what needs AWS, and never as a reason to fail", async () => {
		const stdin = JSON.stringify({ Resources: { Web: template.Resources.Service } }, null, 2);
		const check = (...args: readonly string[]) => runCli(["check", "-", ...args], { stdin });
		const one = "1 service is judged in AWS only, by the deployed pipeline";
		expect(await check("--strict")).toMatchObject({ status: 0, errors: [] });
		expect(lineIn((await check()).printed)).toBe(one);
		expect(lineIn((await check("--format", "github")).printed)).toBe(one);
		expect((await check("--format", "sarif")).printed).toContain(one);
		expect((await check("--format", "csv")).printed).toContain('"needs-aws","HIGH","service/no-public-ip","stdin#Web"');
		expect((await check("--format", "junit")).printed).toMatch(
			/name="needs-aws" value="[^"]*service\/no-public-ip \(1\)/,
		);
		expect((await check("--all")).printed).toMatch(/stdin:3:5 {2}needs AWS {2}service\/no-public-ip/);
	});

	test("a waiver of one for AWS is not said to hide nothing, and an ignore in place of one gets the remedy", async () => {
		write(
			"shipshape.yaml",
			"waivers:",
			...["service/no-public-ip", "cluster/exec-logging"].flatMap((control) =>
				["web", "*", "t.yaml#Service"].map(
					(resource) =>
						`  - { control: ${control}, resource: "${resource}", reason: r, owner: o, expires: 2099-01-01 }`,
				),
			),
		);
		write(
			"t.yaml",
			"Resources:",
			"  # shipshape:ignore service/no-public-ip r",
			"  Service: { Type: AWS::ECS::Service }",
		);
		expect((await runCli(["check", "t.yaml"])).errors).toEqual([
			"shipshape: t.yaml:2:3: the ignore of service/no-public-ip hides nothing, because that control is judged in AWS only; write a waiver in the policy instead",
		]);
	});

	test("not if its controls are off or left out", async () => {
		const stdin = JSON.stringify(template);
		const { printed } = await runCli(["check", "-", "--only", "task-definition/logging"], { stdin });
		expect(printed).not.toContain("AWS only");
	});
});
