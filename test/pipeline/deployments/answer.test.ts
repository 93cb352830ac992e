import { describe, expect, test } from "@jest/globals";
import type { ActionResult } from "../../../adapters/ecs/deployment-action.ts";
import type { Answer } from "../../../domain/approvals/approval.ts";
import {
	anAnswer,
	approver,
	aRecordedAnswer,
	aWaitingEntry,
	aWaitingRollout,
	give,
	stranger,
} from "../../support/answered.ts";
import { blue, deploymentArn, minutesAfterCreation } from "../../support/gate.ts";
import { aPausedDeployment, type Rollout } from "../../support/rollout.ts";
import { aDeployment, hookId } from "../../support/service-deployments.ts";

const nobody = "the deployment does not wait for an answer any more";

test("an approval lets the deployment go on, and is recorded as break-glass with its owner, end and reason", async () => {
	const rollout = aWaitingRollout();
	expect(await give(rollout)).toEqual([]);
	expect(rollout.writes).toEqual(["continueDeployment CONTINUE"]);
	expect(rollout.records).toMatchObject([
		{
			...{ action: "pause", outcome: "overridden", revision: 8, because: ["task-definition/image-vulnerabilities"] },
			reason: `break-glass by an approval in Slack, until ${minutesAfterCreation(2 + 24 * 60)}, owner U012AB3CD (jane): incident 4711`,
		},
	]);
	expect(rollout.records[0]).not.toHaveProperty("waitsIn");
	expect(rollout.replies).toEqual(["approve web, the deployment of revision 8 to service shop/web"]);
	expect(await rollout.answers.find(anAnswer().key)).toMatchObject({ state: "done", family: "web" });
});

test("a refusal has ECS roll the deployment back, and is recorded as done with its owner and reason", async () => {
	const rollout = aWaitingRollout();
	await give(rollout, { kind: "refuse", userName: "" });
	expect(rollout.writes).toEqual(["continueDeployment ROLLBACK"]);
	expect(rollout.records).toMatchObject([
		{ action: "pause", outcome: "done", reason: "refused in Slack by U012AB3CD: incident 4711", refused: true },
	]);
	expect(rollout.replies).toEqual(["refuse web, the deployment of revision 8 to service shop/web"]);
});

describe("nothing changes, and the person is told why,", () => {
	const change = (more: Partial<Rollout>) => (rollout: Rollout) => void Object.assign(rollout, more);
	const noChange = () => {};
	test.each<[string, Partial<Answer>, (rollout: Rollout) => unknown, string]>([
		[
			"if somebody else than an approver answers",
			{ user: stranger },
			noChange,
			`${stranger} is not in slack.approvers of the policy`,
		],
		[
			"if the answer comes after an hour",
			{},
			change({ minutes: 63 }),
			"the answer could not be given within an hour; answer again",
		],
		[
			"if the ledger has no such entry",
			{ key: { ...anAnswer().key, entry: "arn:aws:ecs:eu-west-1:111122223333:task-definition/other" } },
			noChange,
			nobody,
		],
		["if the ledger's record is about another hook", { key: { ...anAnswer().key, hook: "other" } }, noChange, nobody],
		[
			"if the ledger's record is about another deployment",
			{ key: { ...anAnswer().key, deployment: `${deploymentArn}0` } },
			noChange,
			nobody,
		],
		["if the key is no deployment at all", { key: { ...anAnswer().key, deployment: "x" } }, noChange, nobody],
		[
			"if what waited was decided otherwise meanwhile",
			{},
			change({ entries: [aWaitingEntry({ outcome: "overridden" })] }),
			nobody,
		],
		[
			"if the deployment does not exist any more",
			{},
			change({ deployments: [] }),
			"the deployment does not exist any more",
		],
		[
			"if the deployment is of another service revision",
			{},
			change({ deployments: [aPausedDeployment({ target: blue })] }),
			"the deployment is of another service revision than the one that the message is about",
		],
		[
			"if the hook was answered already",
			{},
			change({ deployments: [aPausedDeployment({ hooks: [{ id: hookId, status: "SUCCEEDED" }] })] }),
			nobody,
		],
		[
			"if another hook waits",
			{},
			change({ deployments: [aPausedDeployment({ hooks: [{ id: "other", status: "AWAITING_ACTION" }] })] }),
			nobody,
		],
		[
			"if the deployment is rolled back already",
			{},
			change({ deployments: [aPausedDeployment({ status: "ROLLBACK_IN_PROGRESS" })] }),
			nobody,
		],
	])("%s", async (_, answer, prepare, why) => {
		const rollout = aWaitingRollout();
		prepare(rollout);
		expect(await give(rollout, answer)).toEqual([]);
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
		expect(rollout.replies).toEqual([`${answer.user ?? approver}: Nothing has changed: ${why}.`]);
	});

	test("if the deployment cannot be read", async () => {
		const rollout = aWaitingRollout();
		rollout.broken.set("readServiceDeployment", async () => ({ unread: "AWS denied it" }) as never);
		await give(rollout);
		expect(rollout.writes).toEqual([]);
		expect(rollout.replies).toEqual([
			`${approver}: Nothing has changed: cannot tell whether the deployment still waits: AWS denied it.`,
		]);
	});

	test.each<[string, ActionResult, string]>([
		[
			"somebody else answers at the same time",
			{ outcome: "gone" },
			"somebody else has answered, or the time-out of the hook was over",
		],
		["ECS denies the answer", { outcome: "failed", reason: "denied" }, "ECS did not take the answer: denied"],
		[
			"ECS knows no such answer",
			{ outcome: "not-possible", reason: "unsupported" },
			"ECS did not take the answer: unsupported",
		],
	])("if %s, and another answer is possible", async (_, result, why) => {
		const rollout = aWaitingRollout();
		rollout.result = result;
		await give(rollout);
		expect(rollout.records).toEqual([]);
		expect(rollout.replies).toEqual([`${approver}: Nothing has changed: ${why}.`]);
		rollout.result = { outcome: "done" };
		await give(rollout, { submission: "V2" });
		expect(rollout.outcomes).toEqual(["pause overridden"]);
	});
});

describe("an answer that comes again", () => {
	test("is given once, and nothing is said, if it is the same form", async () => {
		const rollout = aWaitingRollout();
		await give(rollout);
		await give(rollout);
		expect([rollout.writes.length, rollout.records.length, rollout.replies.length]).toEqual([1, 1, 1]);
	});

	test.each([
		["approve", "it was already approved by U012AB3CD (jane) at 2026-11-21 12:02 UTC"],
		["refuse", "it was already refused by U012AB3CD (jane) at 2026-11-21 12:02 UTC"],
	] as const)("as another form is told who was first, after %s", async (kind, why) => {
		const rollout = aWaitingRollout();
		await give(rollout, { kind });
		await give(rollout, { submission: "V2" });
		expect([rollout.writes.length, rollout.records.length]).toEqual([1, 1]);
		expect(rollout.replies[1]).toBe(`${approver}: Nothing has changed: ${why}.`);
	});

	test("while another one is being given is told so", async () => {
		const rollout = aWaitingRollout();
		await rollout.answers.begin(aRecordedAnswer({ state: "begun", submission: "V0" }));
		await give(rollout);
		expect(rollout.writes).toEqual([]);
		expect(rollout.replies[0]).toContain("it is being approved by U012AB3CD (jane), who answered at");
	});
});

test("an answer whose response is lost is given again when its message comes back", async () => {
	const rollout = aWaitingRollout();
	rollout.result = { outcome: "not-done", reason: "throttled" };
	expect(await give(rollout)).toHaveLength(1);
	rollout.result = { outcome: "done" };
	expect(await give(rollout)).toEqual([]);
	expect(rollout.outcomes).toEqual(["pause overridden"]);
});

test("a message that is no answer after all becomes a dead letter with the reason", async () => {
	const rollout = aWaitingRollout();
	await rollout.deliver({ shipshapeAnswer: { answer: { kind: "delete" }, message: {} } });
	expect(rollout.rejected).toEqual(["answer has no kind or no key"]);
});

test("an answer changes nothing for a service whose deployment is of no PAUSE hook", async () => {
	const rollout = aWaitingRollout();
	rollout.deployments = [aDeployment()];
	await give(rollout);
	expect(rollout.writes).toEqual([]);
});
