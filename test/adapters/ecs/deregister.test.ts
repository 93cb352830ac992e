import { DeregisterTaskDefinitionCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { deregister } from "../../../adapters/ecs/deregister.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError, networkError } from "../../support/aws-errors.ts";

const revision = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8";
const inactive = awsError("ClientException", 400, "The specified task definition may not be deregistered.");
const ecs = mockClient(ECSClient);
const block = () => deregister(new ECSClient({}), revision);
const isNow = (status: "ACTIVE" | "INACTIVE" | "DELETE_IN_PROGRESS") =>
	ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: { status } });

beforeEach(() => {
	ecs.reset();
});

test.each(["INACTIVE", "DELETE_IN_PROGRESS"] as const)("a response with %s is done", async (status) => {
	ecs.on(DeregisterTaskDefinitionCommand).resolves({ taskDefinition: { status } });
	expect(await block()).toEqual({ outcome: "done" });
	expect(ecs.calls()[0]?.args[0].input).toEqual({ taskDefinition: revision });
	expect(ecs.calls()).toHaveLength(1);
});

describe("a rejection is gone if the revision is no longer active", () => {
	test.each(["INACTIVE", "DELETE_IN_PROGRESS"] as const)("it is %s", async (status) => {
		ecs.on(DeregisterTaskDefinitionCommand).rejects(inactive);
		isNow(status);
		expect(await block()).toEqual({ outcome: "gone" });
	});

	test("it no longer exists", async () => {
		ecs.on(DeregisterTaskDefinitionCommand).rejects(inactive);
		ecs
			.on(DescribeTaskDefinitionCommand)
			.rejects(awsError("ClientException", 400, "Unable to describe task definition."));
		expect(await block()).toEqual({ outcome: "gone" });
	});

	test("after a retry it is done, because the first attempt succeeded", async () => {
		ecs
			.on(DeregisterTaskDefinitionCommand)
			.rejects(Object.assign(awsError("ClientException"), { $metadata: { attempts: 2 } }));
		isNow("INACTIVE");
		expect(await block()).toEqual({ outcome: "done" });
	});
});

describe("a failure is returned, never taken for a block", () => {
	test("access denied", async () => {
		ecs.on(DeregisterTaskDefinitionCommand).rejects(awsError("AccessDeniedException"));
		const reason = "ecs:DeregisterTaskDefinition was denied (AccessDeniedException)";
		expect(await block()).toEqual({ outcome: "failed", reason });
	});

	test("a successful response with a revision that is still active", async () => {
		ecs.on(DeregisterTaskDefinitionCommand).resolves({ taskDefinition: { status: "ACTIVE" } });
		const reason = "ecs:DeregisterTaskDefinition succeeded, but the revision is still ACTIVE";
		expect(await block()).toEqual({ outcome: "failed", reason });
	});

	test.each([
		["is still active", () => isNow("ACTIVE")],
		["may not be described", () => ecs.on(DescribeTaskDefinitionCommand).rejects(awsError("AccessDeniedException"))],
	])("a rejection while the revision %s, with ECS's message on one line", async (_, arrange) => {
		ecs.on(DeregisterTaskDefinitionCommand).rejects(awsError("ClientException", 400, `No\nway ${"x".repeat(400)}`));
		arrange();
		const result = await block();
		const reason = expect.stringMatching(/^ecs:DeregisterTaskDefinition failed \(ClientException\): No way x+…$/);
		expect(result).toEqual({ outcome: "failed", reason });
		expect(result.outcome === "failed" && result.reason.length).toBe(300);
	});
});

describe("throws TryLaterError if the outcome is unknown", () => {
	test.each([
		["throttled", awsError("ThrottlingException")],
		["silence", networkError("ETIMEDOUT", "TimeoutError")],
		["a server error", awsError("ServerException", 500)],
	])("%s", async (_, error) => {
		ecs.on(DeregisterTaskDefinitionCommand).rejects(error);
		await expect(block()).rejects.toBeInstanceOf(TryLaterError);
	});

	test("an empty response", async () => {
		ecs.on(DeregisterTaskDefinitionCommand).resolves({});
		await expect(block()).rejects.toBeInstanceOf(TryLaterError);
	});

	test("a concurrent change of the same family", async () => {
		const message = "Too many concurrent attempts to create a new revision of the specified family.";
		ecs.on(DeregisterTaskDefinitionCommand).rejects(awsError("ClientException", 400, message));
		isNow("ACTIVE");
		await expect(block()).rejects.toBeInstanceOf(TryLaterError);
	});

	test("a rejection whose reason cannot be read now", async () => {
		ecs.on(DeregisterTaskDefinitionCommand).rejects(inactive);
		ecs.on(DescribeTaskDefinitionCommand).rejects(awsError("ThrottlingException"));
		await expect(block()).rejects.toBeInstanceOf(TryLaterError);
	});
});
