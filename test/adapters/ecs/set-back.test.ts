import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { setBack } from "../../../adapters/ecs/set-back.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError, networkError } from "../../support/aws-errors.ts";
import { serviceSubject } from "../../support/entries.ts";

const ecs = mockClient(ECSClient);
const set = () => setBack(new ECSClient({}), serviceSubject(), { family: "web", revision: 7 });
const arnOf = (revision: string) => `arn:aws:ecs:ap-northeast-1:111122223333:task-definition/${revision}`;

beforeEach(() => {
	ecs.reset();
});

test("only the task definition of the service is changed, and no deployment is forced", async () => {
	ecs.on(UpdateServiceCommand).resolves({ service: { taskDefinition: arnOf("web:7") } });
	expect(await set()).toEqual({ outcome: "done" });
	const { cluster, name } = serviceSubject();
	expect(ecs.calls().map(({ args: [{ input }] }) => input)).toEqual([
		{ cluster, service: name, taskDefinition: "web:7" },
	]);
});

test("B01: a successful response with another task definition is a failure", async () => {
	ecs.on(UpdateServiceCommand).resolves({ service: { taskDefinition: arnOf("web:8") } });
	expect(await set()).toEqual({ outcome: "failed", reason: expect.stringContaining("still has another") });
});

test("B01: a denial and a rejection are failures, with ECS's reason", async () => {
	ecs.on(UpdateServiceCommand).rejects(awsError("AccessDeniedException"));
	expect(await set()).toEqual({ outcome: "failed", reason: "ecs:UpdateService was denied (AccessDeniedException)" });
	ecs.on(UpdateServiceCommand).rejects(awsError("ClientException", 400, "TaskDefinition is inactive"));
	const reason = "ecs:UpdateService failed (ClientException): TaskDefinition is inactive";
	expect(await set()).toEqual({ outcome: "failed", reason });
});

test.each(["ServiceNotFoundException", "ServiceNotActiveException", "ClusterNotFoundException"])(
	"the service is gone after %s",
	async (name) => {
		ecs.on(UpdateServiceCommand).rejects(awsError(name));
		expect(await set()).toEqual({ outcome: "gone" });
	},
);

test("what may have been done is tried again later: repeating it does nothing", async () => {
	ecs.on(UpdateServiceCommand).rejects(networkError("ETIMEDOUT", "TimeoutError"));
	await expect(set()).rejects.toThrow(TryLaterError);
	ecs.on(UpdateServiceCommand).resolves({});
	await expect(set()).rejects.toThrow(TryLaterError);
});

test("B01: it is known not to be done when ECS throttles", async () => {
	ecs.on(UpdateServiceCommand).rejects(awsError("ThrottlingException"));
	expect(await set()).toEqual({ outcome: "not-done", reason: expect.stringContaining("ThrottlingException") });
});
