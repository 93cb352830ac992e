import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { anAnswer, aRecordedAnswer, aWaitingEntry, aWaitingRollout, give } from "../../support/answered.ts";
import { minutesAfterCreation } from "../../support/gate.ts";
import { aPausedDeployment } from "../../support/rollout.ts";

describe("an invocation that was stopped", () => {
	test("before ECS was asked is repeated, once its lease is over", async () => {
		const rollout = aWaitingRollout();
		await rollout.answers.begin(aRecordedAnswer({ state: "begun", stateAt: minutesAfterCreation(2.9) }));
		expect(await give(rollout)).toHaveLength(1);
		rollout.minutes = 5;
		expect(await give(rollout)).toEqual([]);
		expect(rollout.outcomes).toEqual(["pause overridden"]);
	});

	test("after ECS was asked has its answer recorded by the next one", async () => {
		const rollout = aWaitingRollout();
		rollout.broken.set("sendRecord", async () => {
			throw new TryLaterError("SQS did not respond");
		});
		expect(await give(rollout)).toHaveLength(1);
		rollout.broken.clear();
		expect(await give(rollout)).toEqual([]);
		expect(rollout.writes).toEqual(["continueDeployment CONTINUE"]);
		expect([rollout.outcomes, rollout.replies.length]).toEqual([["pause overridden"], 1]);
	});

	test("after a refusal never says that it was the one who rolled back", async () => {
		const rollout = aWaitingRollout();
		await rollout.answers.begin(aRecordedAnswer({ kind: "refuse", state: "begun" }));
		rollout.deployments = [aPausedDeployment({ status: "ROLLBACK_IN_PROGRESS" })];
		await give(rollout, { kind: "refuse" });
		const reason = expect.stringMatching(/was lost.*; refused in Slack by U012AB3CD \(jane\): incident 4711$/);
		// So Security Hub shows who it was.
		expect(rollout.records).toMatchObject([{ outcome: "gone", reason, refused: true }]);
	});

	test("without a response of ECS to a refusal records who it was, for Security Hub as well", async () => {
		const rollout = aWaitingRollout();
		rollout.result = { outcome: "unconfirmed", reason: "ECS rolled it back, the response was lost" };
		await give(rollout, { kind: "refuse" });
		const reason = "ECS rolled it back, the response was lost; refused in Slack by U012AB3CD (jane): incident 4711";
		expect(rollout.records).toMatchObject([{ outcome: "gone", reason, refused: true }]);
	});

	test.each([
		["approve", "overridden", ""],
		["refuse", "done", ""],
		["refuse", "gone", "ECS rolled it back, and the response was lost; "],
	] as const)(
		"before it could note the end of what is recorded already is silent: %s, %s",
		async (kind, outcome, more) => {
			const rollout = aWaitingRollout();
			await rollout.answers.begin(aRecordedAnswer({ state: "begun", kind }));
			const reason = {
				approve: `break-glass by an approval in Slack, until ${aRecordedAnswer().until}, owner U012AB3CD (jane): incident 4711`,
				refuse: "refused in Slack by U012AB3CD (jane): incident 4711",
			}[kind];
			rollout.entries = [aWaitingEntry({ outcome, reason: `${more}${reason}` })];
			await give(rollout, { kind });
			expect(rollout.replies).toEqual([]);
			expect(await rollout.answers.find(anAnswer().key)).toMatchObject({ state: "done" });
		},
	);
});
