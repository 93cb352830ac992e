import { DescribeImageScanFindingsCommand, DescribeImagesCommand } from "@aws-sdk/client-ecr";
import {
	DescribeServiceRevisionsCommand,
	DescribeTaskDefinitionCommand,
	ListServiceDeploymentsCommand,
} from "@aws-sdk/client-ecs";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { beforeEach, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { gatePorts } from "../../functions/gate-ports.ts";
import { gate } from "../../pipeline/deployments/gate.ts";
import { awsError } from "../support/aws-errors.ts";
import { aDigest } from "../support/builders.ts";
import { aHookRequest, green } from "../support/gate.ts";
import { ecr, ecs, offSwitch, sqs, ssm, useMockedAccount } from "../support/mocked-account.ts";

useMockedAccount();

const registry = "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com";
const names = ["web", "proxy", "agent"];
let isWritable: boolean;
let resolved: readonly string[];

beforeEach(() => {
	isWritable = false;
	resolved = names;
	ecs.on(DescribeServiceRevisionsCommand).callsFake(() => {
		const taskDefinition = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:3";
		const containerImages = resolved.map((containerName) => ({ containerName, imageDigest: aDigest() }));
		return { serviceRevisions: [{ serviceRevisionArn: green, taskDefinition, containerImages }], failures: [] };
	});
	ecs.on(DescribeTaskDefinitionCommand).callsFake(() => {
		const containerDefinitions = names.map((name) => {
			return { name, image: `${registry}/${name}:1.0.0`, readonlyRootFilesystem: !isWritable };
		});
		return { taskDefinition: { family: "web", revision: 3, status: "ACTIVE", containerDefinitions }, tags: [] };
	});
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [] });
	ecr
		.on(DescribeImageScanFindingsCommand)
		.resolves({ imageScanStatus: { status: "COMPLETE" }, imageScanFindings: { findings: [] } });
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
});

const deploy = () =>
	gate(gatePorts("deployment-gate"))(aHookRequest(), { getRemainingTimeInMillis: () => 30_000 } as Context);
const calls = () =>
	[ecs, ecr, sqs, ssm].flatMap((client) =>
		client.calls().map(({ args: [command] }) => command.constructor.name.replace(/Command$/, "")),
	);
const ofImages = names.map(() => "DescribeImageScanFindings");
const ofDefinition = ["DescribeServiceRevisions", "DescribeTaskDefinition"];

test.each([
	["has resolved every tag", names, 0],
	["has resolved some tags", ["web"], 2],
	["has resolved no tag", [], 3],
])(
	"three images cost one call each, beside two of ECS, and one for each tag that is left, if ECS %s",
	async (_, digests, left) => {
		resolved = digests;
		expect(await deploy()).toEqual({ hookStatus: "SUCCEEDED" });
		const ofTags = Array.from({ length: left }, () => "DescribeImages");
		expect(calls().toSorted()).toEqual([...ofDefinition, ...ofImages, ...ofTags].toSorted());
	},
);

test("an image without a result costs one call more: what it is, and when it was pushed", async () => {
	ecr.on(DescribeImageScanFindingsCommand).rejects(awsError("ScanNotFoundException"));
	await deploy();
	const ofEach = names.map(() => "DescribeImages");
	expect(calls().filter((call) => !call.startsWith("SendMessage"))).toEqual(
		expect.arrayContaining([...ofDefinition, ...ofImages, ...ofEach]),
	);
	expect(calls().filter((call) => call === "DescribeImageScanFindings")).toHaveLength(names.length);
});

test("the digests that ECS has resolved are read, and the tags of the others", async () => {
	resolved = ["web"];
	await deploy();
	const asked = ecr.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input);
	expect(asked.map(({ imageIds: [id] = [] }) => Object.keys(id ?? {}))).toEqual([["imageTag"], ["imageTag"]]);
	expect(asked.map(({ repositoryName }) => repositoryName).toSorted()).toEqual(["agent", "proxy"]);
});

test("a decision to record costs one more read and one message", async () => {
	isWritable = true;
	expect(await deploy()).toEqual({ hookStatus: "SUCCEEDED" });
	const ofRecord = ["ListServiceDeployments", "SendMessageBatch"];
	expect(calls().toSorted()).toEqual([...ofDefinition, ...ofImages, ...ofRecord].toSorted());
	const [sent] = sqs.commandCalls(SendMessageBatchCommand);
	const { detail } = JSON.parse(sent?.args[0].input.Entries?.[0]?.MessageBody ?? "");
	expect(detail.decided).toMatchObject([
		{
			action: "gate",
			resource: green,
			revision: 3,
			because: ["task-definition/read-only-root"],
			outcome: "would-have",
		},
	]);
});

test("a refusal costs two reads at once and one message, the next one within 30 seconds only the first read", async () => {
	isWritable = true;
	ssm.on(GetParameterCommand, { Name: offSwitch }).resolves({ Parameter: { Value: "policy" } });
	const ports = gatePorts("deployment-gate");
	const enforcing = {
		...ports,
		rules: { ...ports.rules, policy: { ...ports.rules.policy, mode: "enforce" as const } },
	};
	const refused = () => gate(enforcing)(aHookRequest(), { getRemainingTimeInMillis: () => 30_000 } as Context);
	expect(await refused()).toEqual({ hookStatus: "FAILED" });
	const ofRecord = ["ListServiceDeployments", "SendMessageBatch"];
	const once = [...ofDefinition, ...ofImages, ...ofRecord];
	expect(calls().toSorted()).toEqual([...once, "GetParameter"].toSorted());
	await refused();
	expect(calls().toSorted()).toEqual([...once, ...once, "GetParameter"].toSorted());
});
