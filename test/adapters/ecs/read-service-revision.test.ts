import { DescribeServiceRevisionsCommand, ECSClient, type ServiceRevision } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readServiceRevision } from "../../../adapters/ecs/read-service-revision.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aDigest } from "../../support/builders.ts";
import { green } from "../../support/gate.ts";

const ecs = mockClient(ECSClient);
const read = () => readServiceRevision(new ECSClient({}), green);
const answers = (revision: ServiceRevision) =>
	ecs.on(DescribeServiceRevisionsCommand).resolves({
		serviceRevisions: [{ serviceRevisionArn: green, ...revision }],
		failures: [],
	});
const taskDefinition = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8";

beforeEach(() => {
	ecs.reset();
});

test("a service revision has its task definition, its age, its platform version and the digests that ECS has resolved", async () => {
	answers({
		taskDefinition,
		createdAt: new Date("2026-11-29T09:00:00Z"),
		platformVersion: "1.4.0",
		containerImages: [
			{ containerName: "web", image: "web:1.0", imageDigest: aDigest() },
			{ containerName: "proxy", image: "proxy:2.1" },
		],
	});
	expect(await read()).toEqual({
		value: {
			...{ family: "web", revision: 8, createdAt: "2026-11-29T09:00:00.000Z", platformVersions: ["1.4.0"] },
			digests: new Map([["web", aDigest()]]),
		},
	});
	expect(ecs.calls().map(({ args: [{ input }] }) => input)).toEqual([{ serviceRevisionArns: [green] }]);
});

test("a service revision on instances has no platform version", async () => {
	answers({ taskDefinition: "web:8" });
	expect(await read()).toEqual({
		value: { family: "web", revision: 8, createdAt: null, platformVersions: [], digests: new Map() },
	});
});

test("a service revision that does not exist is null", async () => {
	ecs.on(DescribeServiceRevisionsCommand).resolves({ failures: [{ arn: green, reason: "MISSING" }] });
	expect(await read()).toEqual({ value: null });
});

describe("a service revision is unread", () => {
	test.each<[string, () => unknown, string]>([
		[
			"when it is denied",
			() => ecs.on(DescribeServiceRevisionsCommand).rejects(awsError("AccessDeniedException")),
			"ecs:DescribeServiceRevisions was denied (AccessDeniedException)",
		],
		[
			"when ECS fails to describe it",
			() => ecs.on(DescribeServiceRevisionsCommand).resolves({ failures: [{ reason: "INTERNAL" }] }),
			"ecs:DescribeServiceRevisions returned no result (INTERNAL)",
		],
		[
			"when its task definition is not named",
			() => answers({}),
			"ecs:DescribeServiceRevisions returned no task definition",
		],
	])("%s", async (_, set, unread) => {
		set();
		expect(await read()).toEqual({ unread });
	});
});

test("throttling is retried later", async () => {
	ecs.on(DescribeServiceRevisionsCommand).rejects(awsError("ThrottlingException"));
	await expect(read()).rejects.toThrow(TryLaterError);
});
