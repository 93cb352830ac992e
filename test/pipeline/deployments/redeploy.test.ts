import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import type { RecordedAnswer } from "../../../domain/approvals/approval.ts";
import { anAnswer, approver, aRecordedAnswer, aWaitingRollout, give } from "../../support/answered.ts";
import { pauseOf, startOf } from "../../support/deployment-events.ts";
import { deploymentArn, minutesAfterCreation } from "../../support/gate.ts";
import { aPausedDeployment } from "../../support/rollout.ts";
import { aDeployment } from "../../support/service-deployments.ts";

/** A new deployment of what was approved an hour ago. */
async function redeployed(more: Partial<RecordedAnswer> = {}, minutes = 62) {
	const rollout = aWaitingRollout();
	const key = { ...anAnswer().key, deployment: deploymentArn.replace("9f3k", "0abc") };
	await rollout.answers.begin(aRecordedAnswer({ key, ...more }));
	rollout.minutes = minutes;
	return rollout;
}

describe("a deployment like one that was approved", () => {
	test("goes on by itself, and its record says who answers for it", async () => {
		const rollout = await redeployed();
		await rollout.deliver(pauseOf(61));
		expect(rollout.writes).toEqual(["continueDeployment CONTINUE"]);
		expect(rollout.records).toMatchObject([
			{
				outcome: "overridden",
				reason: expect.stringMatching(
					/^break-glass by an approval in Slack, until .*, owner U012AB3CD \(jane\): incident 4711; /,
				),
			},
		]);
	});

	test("is not stopped either", async () => {
		const rollout = await redeployed();
		rollout.deployments = [aDeployment()];
		await rollout.deliver(startOf(61));
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["stop-deployment overridden"]]);
	});

	test.each<[string, Partial<RecordedAnswer>, number]>([
		["the approval is over", {}, 2 + 24 * 60 + 1],
		["the approver may not approve any more", { user: "U0FORMER00" }, 62],
		["another family was approved", { family: "other" }, 62],
		["other controls had failed", { because: ["task-definition/not-privileged"] }, 62],
		["it was refused", { kind: "refuse" }, 62],
		["ECS had not taken the answer", { state: "begun" }, 62],
		[
			"another service was approved",
			{ key: { ...anAnswer().key, deployment: deploymentArn.replace("/web/", "/other/") } },
			62,
		],
	])("waits for a person again if %s", async (_, more, minutes) => {
		const rollout = await redeployed(more, minutes);
		await rollout.deliver(pauseOf(minutes - 1));
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["pause not-possible"]]);
	});

	test("goes on until the last minute of the approval", async () => {
		const rollout = await redeployed({}, 2 + 24 * 60);
		await rollout.deliver(pauseOf(24 * 60));
		expect(rollout.outcomes).toEqual(["pause overridden"]);
	});
});

describe("approvals that cannot be read", () => {
	const unreadable = async (minutes: number) => {
		const rollout = await redeployed({}, minutes);
		rollout.broken.set("ofService", async () => {
			throw new TryLaterError("DynamoDB did not respond");
		});
		return rollout;
	};

	test("are waited for", async () => {
		const rollout = await unreadable(62);
		await rollout.deliver(pauseOf(61));
		expect([rollout.writes, rollout.records, rollout.requeued]).toEqual([[], [], [60]]);
	});

	test("let nothing through in the end", async () => {
		const rollout = await unreadable(90);
		await rollout.deliver(pauseOf(61), 5);
		expect(rollout.outcomes).toEqual(["pause not-possible"]);
		expect(rollout.records[0]?.reason).toMatch(
			/^cannot tell whether it was approved in Slack, because DynamoDB did not respond; /,
		);
	});
});

test("a policy without approvers does not read approvals", async () => {
	const rollout = await redeployed();
	Object.assign(rollout.policy.slack, { approvers: [] });
	await rollout.deliver(pauseOf(61));
	expect(rollout.reads).not.toContain("ofService");
	expect(rollout.outcomes).toEqual(["pause not-possible"]);
});

test("a deployment is left to a person with what the message's buttons need, and once more approved", async () => {
	const rollout = aWaitingRollout();
	rollout.deployments = [aPausedDeployment()];
	await rollout.deliver(pauseOf(2));
	const [record] = rollout.records;
	expect(record).toMatchObject({ waitsIn: { deployment: deploymentArn, hook: anAnswer().key.hook } });
	if (record !== undefined) rollout.entries = rollout.entries.map((entry) => ({ ...entry, blocks: [record] }));
	await give(rollout, { at: minutesAfterCreation(3), user: approver });
	expect(rollout.outcomes).toEqual(["pause not-possible", "pause overridden"]);
});
