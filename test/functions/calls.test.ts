import { DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import {
	BatchGetRepositoryScanningConfigurationCommand,
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	DescribePullThroughCacheRulesCommand,
	DescribeRepositoriesCommand,
	ECRClient,
	GetLifecyclePolicyCommand,
	GetRegistryScanningConfigurationCommand,
	GetRepositoryPolicyCommand,
	ListTagsForResourceCommand,
} from "@aws-sdk/client-ecr";
import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import type { EventParser } from "../../core/event.ts";
import { parse as parsePush } from "../../events/image-pushed/index.ts";
import { parse as parseScan } from "../../events/image-scanned/index.ts";
import { parse as parseRegistration } from "../../events/task-definition-registered/index.ts";
import { familyPorts, imagePorts, repositoryAndImagePorts } from "../../functions/ports.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import { aDigest, aLifecycleRule } from "../support/builders.ts";
import { aContext, batchOf, push } from "../support/route.ts";

const [ecr, ecs] = [mockClient(ECRClient), mockClient(ECSClient)];
const [dynamodb, sqs] = [mockClient(DynamoDBClient), mockClient(SQSClient)];
const before = process.env;
const url = "https://sqs.ap-northeast-1.amazonaws.com/111122223333/queue";

/** Pages of a list: so many, numbered by their tokens. */
const pages = (count: number, page: object) => (input: { nextToken?: string }) => {
	const number = Number(input.nextToken ?? 1);
	return { ...page, ...(number < count ? { nextToken: String(number + 1) } : {}) };
};
const detail = { imageDigest: aDigest(), imagePushedAt: new Date("2026-10-01T00:00:00Z"), imageTags: ["1.0.0"] };
const [imagePages, findingPages, rulePages] = [4, 3, 2];

beforeEach(() => {
	// The functions' log lines.
	jest.spyOn(process.stdout, "write").mockReturnValue(true);
	for (const client of [ecr, ecs, dynamodb, sqs]) client.reset();
	process.env = {
		...before,
		AWS_REGION: "ap-northeast-1",
		LEDGER_TABLE: "ledger",
		QUEUE_URL: url,
		REFRESH_QUEUE_URL: `${url}-refresh`,
		FAMILY_QUEUE_URL: url,
		DEAD_LETTER_QUEUE_URL: url,
	};
	dynamodb.on(QueryCommand).resolves({ Items: [] });
	// The snapshot of the images in use is old, so that a push also requests a refresh.
	dynamodb.on(GetItemCommand).callsFake(({ Key }) => ({
		Item: Key.sk.S === "snapshot" ? { asOf: { S: "2026-11-01T00:00:00.000Z" }, chunks: { N: "0" } } : undefined,
	}));
	ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryName: "payments" }] });
	ecr.on(BatchGetRepositoryScanningConfigurationCommand).resolves({
		scanningConfigurations: [{ repositoryName: "payments", scanOnPush: true, scanFrequency: "MANUAL" }],
	});
	ecr.on(GetRegistryScanningConfigurationCommand).resolves({ scanningConfiguration: { scanType: "BASIC" } });
	const rules = [aLifecycleRule({ selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 } })];
	ecr.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText: JSON.stringify({ rules }) });
	ecr.on(GetRepositoryPolicyCommand).resolves({ policyText: "{}" });
	ecr.on(ListTagsForResourceCommand).resolves({ tags: [] });
	ecr.on(DescribePullThroughCacheRulesCommand).callsFake(pages(rulePages, { pullThroughCacheRules: [] }));
	ecr.on(DescribeImagesCommand).callsFake((input) => {
		if (input.imageIds !== undefined) return { imageDetails: [detail] };
		const number = Number(input.nextToken ?? 1);
		const image = { ...detail, imageDigest: aDigest(String(number)) };
		return pages(imagePages, { imageDetails: [image] })(input);
	});
	ecr
		.on(DescribeImageScanFindingsCommand)
		.callsFake(pages(findingPages, { imageScanStatus: { status: "COMPLETE" }, imageScanFindings: { findings: [] } }));
	ecs.on(DescribeTaskDefinitionCommand).resolves({
		taskDefinition: {
			family: "web",
			revision: 3,
			status: "ACTIVE",
			taskDefinitionArn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:3",
			containerDefinitions: [{ name: "web", image: "public.ecr.aws/nginx/nginx:1.27" }],
		},
		tags: [],
	});
});
afterEach(() => {
	jest.restoreAllMocks();
	process.env = before;
});

const handle = async (parse: EventParser, ports: RoutePorts, event: object) => {
	expect(await route(parse, ports)(batchOf(event), aContext)).toEqual({ batchItemFailures: [] });
};

/** Names of the operations that were called, and whether a call is for a page of a list. */
const calls = (client: typeof ecr | typeof ecs) =>
	client.calls().map(({ args: [command] }) => ({
		name: command.constructor.name.replace(/Command$/, ""),
		isPage:
			/ScanFindings$|CacheRules$/.test(command.constructor.name.replace(/Command$/, "")) ||
			(command instanceof DescribeImagesCommand && command.input.imageIds === undefined),
	}));

describe("P10: the reads of AWS for one event", () => {
	test("a registration: at most two if no image is read", async () => {
		await handle(parseRegistration, familyPorts("task-definition-registered"), {
			...push("payments"),
			"detail-type": "AWS API Call via CloudTrail",
			source: "aws.ecs",
			time: new Date().toISOString(),
			detail: {
				eventSource: "ecs.amazonaws.com",
				eventName: "RegisterTaskDefinition",
				requestParameters: { family: "web" },
				responseElements: {
					taskDefinition: { taskDefinitionArn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:3" },
				},
			},
		});
		expect(calls(ecs).length).toBeGreaterThan(0);
		expect(calls(ecs).length).toBeLessThanOrEqual(2);
		expect(calls(ecr)).toEqual([]);
	});

	test("a push: at most seven, the pages of its lists, and none of ECS even if the images in use are old", async () => {
		await handle(parsePush, repositoryAndImagePorts("image-pushed"), push("payments"));
		expect(calls(ecr).filter(({ isPage }) => !isPage).length).toBeLessThanOrEqual(7);
		expect(calls(ecr).filter(({ isPage }) => isPage)).toHaveLength(imagePages + findingPages + rulePages);
		expect(calls(ecs)).toEqual([]);
		const sent = sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input.QueueUrl);
		expect(sent).toEqual([`${url}-refresh`]);
	});

	test("a scan: one, and the pages of its findings", async () => {
		const detail = { "scan-status": "COMPLETE", "repository-name": "payments", "image-digest": aDigest() };
		const event = push("payments", { "detail-type": "ECR Image Scan", detail });
		await handle(parseScan, imagePorts("image-scanned"), event);
		expect(calls(ecr).filter(({ isPage }) => !isPage)).toHaveLength(1);
		expect(calls(ecr)).toHaveLength(1 + findingPages);
		expect(calls(ecs)).toEqual([]);
	});
});
