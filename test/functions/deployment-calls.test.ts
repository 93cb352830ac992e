import { DescribeImageScanFindingsCommand } from "@aws-sdk/client-ecr";
import {
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	DescribeTaskDefinitionCommand,
	ListServiceDeploymentsCommand,
} from "@aws-sdk/client-ecs";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { beforeEach, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { parseStart } from "../../events/deployment-started/index.ts";
import { deploymentPorts } from "../../functions/deployment-ports.ts";
import { handleDeployments } from "../../pipeline/deployments/worker.ts";
import { aDigest } from "../support/builders.ts";
import { startOf } from "../support/deployment-events.ts";
import { deploymentArn, green } from "../support/gate.ts";
import { dynamodb, ecr, ecs, sqs, useMockedAccount } from "../support/mocked-account.ts";
import { batchOf } from "../support/route.ts";
import { aDescribedDeployment } from "../support/service-deployments.ts";

useMockedAccount();

let isWritable: boolean;
let lines: Record<string, unknown>[];

beforeEach(() => {
	isWritable = false;
	lines = [];
	jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [{ serviceDeploymentArn: deploymentArn }] });
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [aDescribedDeployment()], failures: [] });
	ecs.on(DescribeServiceRevisionsCommand).callsFake(({ serviceRevisionArns: [serviceRevisionArn] }) => {
		const revision = serviceRevisionArn === green ? 3 : 2;
		const taskDefinition = `arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:${revision}`;
		const containerImages = [{ containerName: "web", imageDigest: aDigest() }];
		return { serviceRevisions: [{ serviceRevisionArn, taskDefinition, containerImages }], failures: [] };
	});
	ecs.on(DescribeTaskDefinitionCommand).callsFake(() => {
		const image = "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/web:1.0.0";
		const containerDefinitions = [{ name: "web", image, readonlyRootFilesystem: !isWritable }];
		return { taskDefinition: { family: "web", revision: 3, status: "ACTIVE", containerDefinitions }, tags: [] };
	});
	ecr
		.on(DescribeImageScanFindingsCommand)
		.resolves({ imageScanStatus: { status: "COMPLETE" }, imageScanFindings: { findings: [] } });
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
});

async function start(): Promise<void> {
	const handler = handleDeployments(parseStart, deploymentPorts("deployment-started"));
	const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
	expect(await handler(batchOf(startOf()) as never, context)).toEqual({ batchItemFailures: [] });
	jest.restoreAllMocks();
}
const calls = () =>
	[ecs, ecr, sqs, dynamodb].flatMap((client) =>
		client.calls().map(({ args: [command] }) => command.constructor.name.replace(/Command$/, "")),
	);
const reads = [
	...["ListServiceDeployments", "DescribeServiceDeployments", "DescribeServiceRevisions", "DescribeTaskDefinition"],
	"DescribeImageScanFindings",
];

test("a compliant deployment costs four calls of ECS and one for its image, and one line in the log", async () => {
	await start();
	expect(calls()).toEqual(reads);
	expect(lines).toMatchObject([
		{ message: "decided", did: "nothing", outcome: null, deployment: deploymentArn, serviceRevision: green },
	]);
});

test("B02: one that would be stopped in enforce mode costs two reads of what runs and one message more, and changes nothing", async () => {
	isWritable = true;
	await start();
	const more = ["DescribeServiceRevisions", "DescribeServiceRevisions", "SendMessageBatch"];
	expect(calls().toSorted()).toEqual([...reads, ...more].toSorted());
	const [sent] = sqs.commandCalls(SendMessageBatchCommand);
	const { detail } = JSON.parse(sent?.args[0].input.Entries?.[0]?.MessageBody ?? "");
	expect(detail.decided).toMatchObject([
		{ action: "stop-deployment", resource: green, revision: 3, outcome: "would-have" },
	]);
	expect(lines).toMatchObject([{ message: "decided", taskDefinition: "web:3", outcome: "would-have" }]);
});

test("a failure is counted under the name of the route that blocks, once for each invocation", async () => {
	ecs.on(DescribeServiceRevisionsCommand).rejects(Object.assign(new Error("x"), { name: "TypeError" }));
	await start();
	const counted = lines.filter((line) => "_aws" in line);
	expect(counted).toMatchObject([{ service: "task-definition-registered", FailedBlocks: 1 }]);
});
