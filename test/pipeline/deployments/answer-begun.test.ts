import { describe, expect, test } from "@jest/globals";
import type { RecordedAnswer } from "../../../domain/approvals/approval.ts";
import {
	anAnswer,
	approver,
	aRecordedAnswer,
	aWaitingEntry,
	aWaitingRollout,
	give,
	stranger,
} from "../../support/answered.ts";
import { blue } from "../../support/gate.ts";
import { aPausedDeployment, type Rollout } from "../../support/rollout.ts";
import { hookId } from "../../support/service-deployments.ts";

const { key } = anAnswer();
const goesOn = (more: object = {}) => aPausedDeployment({ hooks: [{ id: hookId, status: "SUCCEEDED" }], ...more });
const stateOf = async (rollout: Rollout) => (await rollout.answers.find(key))?.state;

const approvalOf = (name: string): string =>
	`break-glass by an approval in Slack, until ${aRecordedAnswer().until}, owner U012AB3CD (${name}): incident 4711`;

/** An answer was begun a minute before, and its function was stopped. */
async function begunIn(more: Partial<Rollout>, answer: Partial<RecordedAnswer> = {}): Promise<Rollout> {
	const rollout = aWaitingRollout();
	await rollout.answers.begin(aRecordedAnswer({ state: "begun", ...answer }));
	return Object.assign(rollout, more);
}

describe("an answer that ECS may have been asked about is ended when its message comes again,", () => {
	test.each<[string, Partial<Rollout>, Partial<RecordedAnswer>]>([
		["after more than an hour", { deployments: [goesOn()], minutes: 63 }, {}],
		["by somebody who is no approver any more", { deployments: [goesOn()] }, { user: stranger }],
		["while the deployment shows another target", { deployments: [goesOn({ target: blue })] }, {}],
	])("%s: what ECS did is recorded", async (_, more, answer) => {
		const rollout = await begunIn(more, answer);
		expect(await give(rollout, answer)).toEqual([]);
		expect([rollout.writes, rollout.outcomes, await stateOf(rollout)]).toEqual([[], ["pause overridden"], "done"]);
		expect(rollout.replies).toEqual(["approve web, the deployment of revision 8 to service shop/web"]);
	});

	test("and is tried again while the deployment cannot be read", async () => {
		const rollout = await begunIn({ minutes: 63 });
		rollout.broken.set("readServiceDeployment", async () => ({ unread: "AWS denied it" }) as never);
		expect(await give(rollout)).toHaveLength(1);
		expect([rollout.replies, await stateOf(rollout)]).toEqual([[], "begun"]);
	});

	test("and is not given twice if ECS says only then that the hook was answered", async () => {
		const rollout = await begunIn({ minutes: 5, result: { outcome: "gone" } });
		expect(await give(rollout)).toHaveLength(1);
		expect([rollout.replies, await stateOf(rollout)]).toEqual([[], "begun"]);
		rollout.deployments = [goesOn()];
		expect(await give(rollout)).toEqual([]);
		expect(rollout.outcomes).toEqual(["pause overridden"]);
	});

	const rolledBack = aPausedDeployment({ status: "ROLLBACK_IN_PROGRESS" });
	test.each<[string, Partial<Rollout>, string, Partial<RecordedAnswer>]>([
		["the deployment does not exist any more", { deployments: [] }, "the deployment does not exist any more", {}],
		[
			"the deployment is rolled back",
			{ deployments: [rolledBack] },
			"somebody else has answered, or the time-out of the hook was over",
			{},
		],
		["it is too late", { minutes: 63 }, "the answer could not be given within an hour; answer again", {}],
		[
			"its approver may not answer any more",
			{},
			`${stranger} is not in slack.approvers of the policy`,
			{ user: stranger },
		],
		[
			"ECS denies it now",
			{ result: { outcome: "failed", reason: "denied" } },
			"ECS did not take the answer: denied",
			{},
		],
	])("and is never said to have changed nothing: %s", async (_, more, why, answer) => {
		const rollout = await begunIn({ minutes: 5, ...more }, answer);
		expect(await give(rollout, answer)).toEqual([]);
		expect([rollout.records, await stateOf(rollout)]).toEqual([[], "failed"]);
		expect(rollout.replies).toEqual([
			`${answer.user ?? approver}: It is not known whether ECS has taken your answer: ${why}. Look at the deployment in ECS.`,
		]);
	});

	test.each<[string, Rollout["entries"]]>([
		["by another invocation", [aWaitingEntry({ outcome: "overridden", reason: "the off switch" })]],
		["by the approval of somebody else", [aWaitingEntry({ outcome: "overridden", reason: approvalOf("joe") })]],
		["with its subject", []],
	])("and does not count as given if what waited was replaced %s", async (_, entries) => {
		const rollout = await begunIn({ minutes: 5, entries, deployments: [goesOn()] });
		expect(await give(rollout)).toEqual([]);
		expect([rollout.records, await stateOf(rollout)]).toEqual([[], "failed"]);
		expect(rollout.replies).toEqual([expect.stringContaining("It is not known whether ECS has taken your answer")]);
	});

	test("but not given up while its function may be at work", async () => {
		const rollout = await begunIn({ deployments: [] });
		expect(await give(rollout)).toHaveLength(1);
		expect([rollout.replies, await stateOf(rollout)]).toEqual([[], "begun"]);
	});
});

describe("an answer that its function has left for good", () => {
	test("is taken over by another one while the deployment waits", async () => {
		const rollout = await begunIn({ minutes: 5 }, { submission: "V0" });
		expect(await give(rollout)).toEqual([]);
		expect([rollout.writes, rollout.outcomes]).toEqual([["continueDeployment CONTINUE"], ["pause overridden"]]);
		expect(await rollout.answers.find(key)).toMatchObject({ submission: "V1", state: "done" });
	});

	test("is recorded when another one comes and ECS has gone on", async () => {
		const rollout = await begunIn({ minutes: 5, deployments: [goesOn()] }, { submission: "V0", userName: "joe" });
		expect(await give(rollout)).toEqual([]);
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["pause overridden"]]);
		expect(rollout.replies).toEqual([
			`${approver}: Nothing has changed: it was already approved by U012AB3CD (joe) at 2026-11-21 12:02 UTC.`,
		]);
		expect(await rollout.answers.find(key)).toMatchObject({ submission: "V0", state: "done" });
	});
});
