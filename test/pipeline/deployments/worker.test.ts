import { expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { parseStart } from "../../../events/deployment-started/index.ts";
import { handleDeployments } from "../../../pipeline/deployments/worker.ts";
import { startOf } from "../../support/deployment-events.ts";
import { Rollout } from "../../support/rollout.ts";
import { batchOf } from "../../support/route.ts";
import { aSample } from "../../support/routes.ts";

test("a malformed message is moved to the dead-letter queue with the reason", async () => {
	const rollout = new Rollout();
	expect(await rollout.deliver({ ...startOf(), resources: [] })).toEqual([]);
	expect(rollout.rejected).toEqual(["resources[0] must be a non-empty string"]);
});

test.each(["completed", "failed"])("an event that a deployment is %s needs nothing", async (name) => {
	const rollout = new Rollout();
	await rollout.deliver(aSample("deployment-started", name));
	expect([rollout.reads, rollout.skipped]).toEqual([[], ["the deployment has ended"]]);
});

test("E15: an event of another account is no event", async () => {
	const rollout = new Rollout();
	await rollout.deliver({ ...startOf(), account: "444455556666", resources: [] });
	expect([rollout.reads, rollout.rejected]).toEqual([[], []]);
});

test("an event of another kind is left alone", async () => {
	const rollout = new Rollout();
	await rollout.deliver({ ...startOf(), "detail-type": "ECS Task State Change" });
	expect([rollout.reads, rollout.rejected]).toEqual([[], []]);
});

test("each message of a batch has its own outcome", async () => {
	const rollout = new Rollout();
	rollout.result = { outcome: "failed", reason: "denied" };
	const [good] = batchOf(startOf()).Records;
	const [ended] = batchOf(aSample("deployment-started", "completed")).Records;
	const Records = [
		{ ...good, messageId: "good", messageAttributes: {} },
		{ ...ended, messageId: "ended", messageAttributes: {} },
	] as Parameters<ReturnType<typeof handleDeployments>>[0]["Records"];
	const answer = await handleDeployments(parseStart, rollout.ports())({ Records }, {} as Context);
	expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "good" }] });
});

test("what is not finished when the time is up returns to the queue", async () => {
	const rollout = new Rollout();
	rollout.broken.set("listDeployments", () => new Promise(() => {}));
	const ports = { ...rollout.ports(), timeUp: async () => {} };
	const answer = await handleDeployments(parseStart, ports)(batchOf(startOf()) as never, {} as Context);
	expect(answer.batchItemFailures).toHaveLength(1);
});
