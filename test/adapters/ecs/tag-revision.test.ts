import { ECSClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { tagRevision, untagRevision } from "../../../adapters/ecs/tag-revision.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError, networkError } from "../../support/aws-errors.ts";

const revision = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8";
const ecs = mockClient(ECSClient);

beforeEach(() => {
	ecs.reset();
});

test("the tag names the controls", async () => {
	ecs.on(TagResourceCommand).resolves({});
	const because = ["image/scanned", "task-definition/no-privileged"];
	expect(await tagRevision(new ECSClient({}), revision, because)).toEqual({ outcome: "done" });
	expect(ecs.calls().map(({ args }) => args[0].input)).toEqual([
		{
			resourceArn: revision,
			tags: [{ key: "shipshape:blocked", value: "image/scanned task-definition/no-privileged" }],
		},
	]);
});

test("only this tag is removed", async () => {
	ecs.on(UntagResourceCommand).resolves({});
	expect(await untagRevision(new ECSClient({}), revision)).toEqual({ outcome: "done" });
	expect(ecs.calls().map(({ args }) => args[0].input)).toEqual([
		{ resourceArn: revision, tagKeys: ["shipshape:blocked"] },
	]);
});

describe.each([
	["setting the tag", TagResourceCommand, "ecs:TagResource", () => tagRevision(new ECSClient({}), revision, ["a/b"])],
	["removing the tag", UntagResourceCommand, "ecs:UntagResource", () => untagRevision(new ECSClient({}), revision)],
] as const)("%s", (_, Command, action, run) => {
	const rejectsWith = (error: Error) => ecs.on(Command as typeof TagResourceCommand).rejects(error);

	test("finds that the revision does not exist any more", async () => {
		rejectsWith(awsError("ResourceNotFoundException"));
		expect(await run()).toEqual({ outcome: "gone" });
	});

	test("is a failure without the permission", async () => {
		rejectsWith(awsError("AccessDeniedException"));
		expect(await run()).toEqual({ outcome: "failed", reason: `${action} was denied (AccessDeniedException)` });
	});

	test("is a failure if ECS rejects it, with ECS's message on one line", async () => {
		rejectsWith(awsError("InvalidParameterException", 400, `Too many\ntags ${"x".repeat(400)}`));
		const result = await run();
		const reason = expect.stringMatching(/failed \(InvalidParameterException\): Too many tags x+…$/);
		expect(result).toEqual({ outcome: "failed", reason });
		expect(result.outcome === "failed" && result.reason.length).toBe(300);
	});

	test.each([
		["throttling", awsError("ThrottlingException")],
		["silence", networkError("ETIMEDOUT", "TimeoutError")],
		["a server error", awsError("ServerException", 500)],
	])("is tried later after %s", async (__, error) => {
		rejectsWith(error);
		await expect(run()).rejects.toThrow(TryLaterError);
	});

	test("does not hide an error of our own", async () => {
		rejectsWith(new TypeError("a mistake"));
		await expect(run()).rejects.toThrow(TypeError);
	});
});
