import { type Cluster, DescribeClustersCommand, ECSClient } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readCluster } from "../../../adapters/ecs/read-cluster.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { ClusterSubject } from "../../../core/subject.ts";
import { awsError } from "../../support/aws-errors.ts";
import { readAt } from "../../support/builders.ts";

const subject: ClusterSubject = {
	kind: "cluster",
	partition: "aws-cn",
	account: "111122223333",
	region: "cn-north-1",
	name: "shop",
};
const ecs = mockClient(ECSClient);
const read = () => readCluster(new ECSClient({}), subject, readAt);
const answers = (cluster: Cluster) => ecs.on(DescribeClustersCommand).resolves({ clusters: [cluster], failures: [] });
const readFrom = async (cluster: Cluster) => {
	answers({ clusterName: "shop", status: "ACTIVE", ...cluster });
	return read();
};

beforeEach(() => {
	ecs.reset();
	ecs.on(DescribeClustersCommand).resolves({ clusters: [], failures: [{ reason: "MISSING" }] });
});

test("a cluster without settings is read, in one call that asks for everything", async () => {
	expect(await readFrom({})).toEqual({
		value: {
			kind: "cluster",
			name: "shop",
			arn: "arn:aws-cn:ecs:cn-north-1:111122223333:cluster/shop",
			containerInsights: null,
			execLogging: null,
			hasExecLogTarget: false,
			tags: { value: {} },
			readAt,
		},
	});
	expect(ecs.calls()).toHaveLength(1);
	expect(ecs.calls()[0]?.args[0].input).toEqual({
		clusters: ["shop"],
		include: ["SETTINGS", "CONFIGURATIONS", "TAGS"],
	});
});

test.each(["disabled", "enabled", "enhanced"])("Container Insights is %s", async (value) => {
	const settings = [{ name: "containerInsights" as const, value }];
	expect(await readFrom({ settings, tags: [{ key: "a", value: "b" }] })).toMatchObject({
		value: { containerInsights: value, tags: { value: { a: "b" } } },
	});
});

describe("the logs of ECS Exec", () => {
	test.each([
		["are the default ones", { logging: "DEFAULT" as const }, "DEFAULT", false],
		[
			"go to a log group",
			{ logging: "OVERRIDE" as const, logConfiguration: { cloudWatchLogGroupName: "exec" } },
			"OVERRIDE",
			true,
		],
		["go to a bucket", { logging: "OVERRIDE" as const, logConfiguration: { s3BucketName: "exec" } }, "OVERRIDE", true],
		[
			"have no target",
			{ logging: "OVERRIDE" as const, logConfiguration: { cloudWatchLogGroupName: "" } },
			"OVERRIDE",
			false,
		],
		["are not set, only the key", { kmsKeyId: "key" }, null, false],
	])("%s", async (_, executeCommandConfiguration, execLogging, hasExecLogTarget) => {
		expect(await readFrom({ configuration: { executeCommandConfiguration } })).toMatchObject({
			value: { execLogging, hasExecLogTarget },
		});
	});
});

test("a cluster that is MISSING or INACTIVE does not exist", async () => {
	expect(await read()).toEqual({ value: null });
	expect(await readFrom({ status: "INACTIVE" })).toEqual({ value: null });
});

test.each(["PROVISIONING", "DEPROVISIONING", "FAILED"])("a cluster whose capacity is %s exists", async (status) => {
	expect(await readFrom({ status })).toMatchObject({ value: { name: "shop" } });
});

describe("cannot be read", () => {
	test("if it is denied", async () => {
		ecs.on(DescribeClustersCommand).rejects(awsError("AccessDeniedException", 400));
		expect(await read()).toEqual({ unread: "ecs:DescribeClusters was denied (AccessDeniedException)" });
	});

	test("if the response is empty, which is never taken for a missing cluster", async () => {
		ecs.on(DescribeClustersCommand).resolves({});
		expect(await read()).toEqual({ unread: "ecs:DescribeClusters returned an incomplete response" });
	});

	test("now, if it is throttled", async () => {
		ecs.on(DescribeClustersCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toThrow(TryLaterError);
	});
});
