import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import type { EventParser } from "../../core/event.ts";
import { parse as parseDeployment } from "../../events/deployment-started/index.ts";
import { parse as parseChange } from "../../events/ecs-changed/index.ts";
import { parse as parsePush } from "../../events/image-pushed/index.ts";
import { parse as parseScan } from "../../events/image-scanned/index.ts";
import { parse as parseRegistration } from "../../events/task-definition-registered/index.ts";
import { familyPorts, imagePorts, repositoryAndImagePorts } from "../../functions/ports.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import { aDigest } from "../support/builders.ts";
import {
	ecr,
	ecs,
	findingPages,
	imagePages,
	rulePages,
	sqs,
	url,
	useMockedAccount,
} from "../support/mocked-account.ts";
import { aContext, batchOf, push } from "../support/route.ts";
import { aSample } from "../support/routes.ts";

useMockedAccount();

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

	test("a deployment: the service and its revision if no image is read", async () => {
		const event = { ...aSample("deployment-started", "in-progress"), time: new Date().toISOString() };
		await handle(parseDeployment, familyPorts("task-definition-registered"), event);
		expect(calls(ecs).map(({ name }) => name)).toEqual(["DescribeServices", "DescribeTaskDefinition"]);
		expect(calls(ecr)).toEqual([]);
	});

	test.each([
		["create-cluster", "DescribeClusters"],
		["create-capacity-provider", "DescribeCapacityProviders"],
	])("%s: one, %s", async (name, call) => {
		await handle(parseChange, familyPorts("task-definition-registered"), aSample("ecs-changed", name));
		expect(calls(ecs)).toEqual([{ name: call, isPage: false }]);
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
