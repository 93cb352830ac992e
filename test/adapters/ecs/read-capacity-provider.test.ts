import { type CapacityProvider, DescribeCapacityProvidersCommand, ECSClient } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readCapacityProvider } from "../../../adapters/ecs/read-capacity-provider.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { readAt } from "../../support/builders.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const ecs = mockClient(ECSClient);
const read = (name = "spot") =>
	readCapacityProvider(new ECSClient({}), { kind: "capacity-provider", ...place, name }, readAt);
const readFrom = async (provider: CapacityProvider) => {
	const capacityProviders = [{ name: "spot", status: "ACTIVE" as const, ...provider }];
	ecs.on(DescribeCapacityProvidersCommand).resolves({ capacityProviders, failures: [] });
	return read();
};
const group = { autoScalingGroupArn: "arn:aws:autoscaling:ap-northeast-1:111122223333:autoScalingGroup:1:spot" };

beforeEach(() => {
	ecs.reset();
	ecs.on(DescribeCapacityProvidersCommand).resolves({ capacityProviders: [], failures: [{ reason: "MISSING" }] });
});

test("a capacity provider is read with its tags, in one call", async () => {
	const managedScaling = { status: "ENABLED" as const, targetCapacity: 90 };
	const autoScalingGroupProvider = { ...group, managedScaling, managedTerminationProtection: "ENABLED" as const };
	expect(await readFrom({ autoScalingGroupProvider, tags: [{ key: "team", value: "shop" }] })).toEqual({
		value: {
			kind: "capacity-provider",
			name: "spot",
			arn: "arn:aws:ecs:ap-northeast-1:111122223333:capacity-provider/spot",
			managedTerminationProtection: "ENABLED",
			managedScaling: "ENABLED",
			tags: { value: { team: "shop" } },
			readAt,
		},
	});
	expect(ecs.calls()).toHaveLength(1);
	expect(ecs.calls()[0]?.args[0].input).toEqual({ capacityProviders: ["spot"], include: ["TAGS"] });
});

test("termination protection that is not returned is disabled, the default of ECS", async () => {
	expect(await readFrom({ autoScalingGroupProvider: group })).toMatchObject({
		value: { managedTerminationProtection: "DISABLED", managedScaling: null },
	});
});

test("a provider of Managed Instances has no Auto Scaling group to protect", async () => {
	expect(await readFrom({ type: "MANAGED_INSTANCES", cluster: "shop", managedInstancesProvider: {} })).toMatchObject({
		value: { managedTerminationProtection: null },
	});
});

test.each(["FARGATE", "FARGATE_SPOT"])("%s is AWS's own and is not read", async (name) => {
	expect(await read(name)).toEqual({ value: null });
	expect(ecs.calls()).toHaveLength(0);
});

test("a capacity provider that is missing, deleted or being deleted does not exist", async () => {
	expect(await read()).toEqual({ value: null });
	const ending = [
		{ status: "INACTIVE" },
		{ status: "DEPROVISIONING" },
		{ updateStatus: "DELETE_IN_PROGRESS" },
		{ updateStatus: "DELETE_COMPLETE" },
	] as const;
	for (const provider of ending) expect(await readFrom(provider)).toEqual({ value: null });
	expect(await readFrom({ updateStatus: "DELETE_FAILED" })).toMatchObject({ value: { name: "spot" } });
});

describe("cannot be read", () => {
	test("if it is denied", async () => {
		ecs.on(DescribeCapacityProvidersCommand).rejects(awsError("AccessDeniedException", 400));
		expect(await read()).toEqual({ unread: "ecs:DescribeCapacityProviders was denied (AccessDeniedException)" });
	});

	test("if the response is empty, which is never taken for a missing provider", async () => {
		ecs.on(DescribeCapacityProvidersCommand).resolves({});
		expect(await read()).toEqual({ unread: "ecs:DescribeCapacityProviders returned an incomplete response" });
	});

	test("now, if it is throttled", async () => {
		ecs.on(DescribeCapacityProvidersCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toThrow(TryLaterError);
	});
});
