import { CloudFormationClient, DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { DescribeServicesCommand, ECSClient, ListClustersCommand, ListServicesCommand } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { awsError } from "../support/aws-errors.ts";
import { failEveryCall, outputs } from "../support/installation.ts";
import { runCli } from "../support/terminal.ts";

const start = (...args: readonly string[]) =>
	runCli(["uninstall", ...args], { environment: { AWS_REGION: "eu-central-1" } });

const stackOf = (StackName: string, names: readonly string[]): Stack => ({
	StackName,
	CreationTime: new Date(0),
	StackStatus: "CREATE_COMPLETE",
	Outputs: names.map((OutputKey) => ({ OutputKey, OutputValue: "x" })),
});
const own: Stack = {
	...stackOf("Shipshape", []),
	StackId: "arn:aws:cloudformation:eu-central-1:111122223333:stack/Shipshape/1",
	Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
};
const other = stackOf("Other", Object.keys(outputs));
const foreign = stackOf("Web", ["LedgerTableName", "Url"]);

/** An account with these stacks on two pages, and nothing to disable or archive. */
function account(...stacks: readonly Stack[]): void {
	failEveryCall("AccessDeniedException");
	const all = { StackName: undefined, NextToken: undefined };
	mockClient(CloudFormationClient)
		.on(DescribeStacksCommand, { StackName: "Shipshape" })
		.resolves({ Stacks: [own] })
		.on(DescribeStacksCommand, all)
		.resolves({ Stacks: [own], NextToken: "2" })
		.on(DescribeStacksCommand, { NextToken: "2" })
		.resolves({ Stacks: [...stacks] });
	mockClient(SecurityHubClient).on(GetFindingsCommand).resolves({ Findings: [] });
	const ResourceARN = "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3";
	mockClient(ResourceGroupsTaggingAPIClient)
		.on(GetResourcesCommand)
		.resolves({ ResourceTagMappingList: [{ ResourceARN }] });
	mockClient(EventBridgeClient).resolves({});
	mockClient(LambdaClient).on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings: [] });
	const hook = { hookTargetArn: "arn:aws:lambda:eu-central-1:111122223333:function:DeploymentGate-function" };
	const gated = { serviceName: "web", deploymentConfiguration: { lifecycleHooks: [hook] } };
	const ecs = mockClient(ECSClient);
	ecs.on(ListClustersCommand).resolves({ clusterArns: ["arn:aws:ecs:eu-central-1:111122223333:cluster/shop"] });
	ecs.on(ListServicesCommand).resolves({ serviceArns: ["web"] });
	ecs.on(DescribeServicesCommand).resolves({ services: [gated] });
}

const note =
	"note: another installation in 111122223333 eu-central-1 (stack Other) has the same findings and block tags, so it loses them as well; --yes accepts that";

describe("uninstall", () => {
	test("says what stays: not what is deleted with the stack, and that alarms notify until then", async () => {
		account(foreign);
		const { status, printed } = await start();
		expect(status).toBe(0);
		expect(printed).not.toContain("deregister-pull-time-update-exclusion");
		expect(printed).toContain("until it is deleted, its alarms notify as before");
		expect(printed).not.toContain("another installation");
	});

	test("names the services that it would detach the gate from, and changes none without --yes", async () => {
		account();
		const { status, printed } = await start();
		expect([status, printed]).toEqual([
			0,
			expect.stringContaining("remove the gate and the PAUSE hooks for Shipshape from 1 service (shop/web),\n"),
		]);
	});

	test("says so if it cannot tell which services have the gate", async () => {
		account();
		mockClient(ECSClient).on(ListClustersCommand).rejects(awsError("AccessDeniedException"));
		const { status, printed } = await start();
		const reason = "the clusters could not be read because ecs:ListClusters was denied (AccessDeniedException)";
		expect([status, printed]).toEqual([
			0,
			expect.stringContaining(`note: cannot tell which other services have hooks of Shipshape: ${reason}\n`),
		]);
	});

	test("counts the revisions with the tag of blocked ones", async () => {
		account();
		expect((await start()).printed).toContain("\nremove the tags of 1 blocked revision, then archive 0 findings;");
	});

	test("says so if it cannot tell which revisions have the tag", async () => {
		account();
		mockClient(ResourceGroupsTaggingAPIClient).rejects(awsError("AccessDeniedException"));
		const { status, printed } = await start();
		const reason = "tag:GetResources was denied (AccessDeniedException)";
		expect([status, printed]).toEqual([
			0,
			expect.stringContaining(`note: cannot tell which other revisions have the tag shipshape:blocked: ${reason}\n`),
		]);
	});

	test("says that another installation loses its findings and block tags as well", async () => {
		account(foreign, other);
		expect((await start()).printed).toContain(`\n${note}\n`);
	});

	test("says so if it cannot tell whether there is another installation", async () => {
		account();
		mockClient(CloudFormationClient)
			.on(DescribeStacksCommand)
			.rejects(awsError("AccessDenied"))
			.on(DescribeStacksCommand, { StackName: "Shipshape" })
			.resolves({ Stacks: [own] });
		expect((await start()).printed).toContain(
			"note: cannot tell whether another installation in 111122223333 eu-central-1 has the same findings and block tags",
		);
	});

	test("ends with 2 and the action if it may not read the findings", async () => {
		account();
		mockClient(SecurityHubClient).on(GetFindingsCommand).rejects(awsError("AccessDeniedException"));
		const { status, errors } = await start();
		expect([status, errors]).toEqual([2, ["shipshape: securityhub:GetFindings was denied (AccessDeniedException)"]]);
	});
});

describe("uninstall --yes", () => {
	test("says before it does anything that another installation loses its findings and block tags as well", async () => {
		account(foreign, other);
		mockClient(EventBridgeClient).rejects(awsError("AccessDeniedException"));
		const { status, errors } = await start("--yes");
		expect([status, errors[0], errors.at(-1)]).toEqual([
			2,
			`shipshape: ${note}`,
			"shipshape: events:DisableRule was denied (AccessDeniedException)",
		]);
	});
});
