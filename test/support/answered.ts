import type { BlockRecord } from "../../core/block-record.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Answer, RecordedAnswer } from "../../domain/approvals/approval.ts";
import { encodeAnswer } from "../../pipeline/answer-message.ts";
import { anEntry } from "./entries.ts";
import { deploymentArn, green, minutesAfterCreation } from "./gate.ts";
import { aPausedDeployment, Rollout, vulnerable } from "./rollout.ts";
import { hookId } from "./service-deployments.ts";
import { aFamily } from "./verdicts.ts";

export const approver = "U012AB3CD";
export const stranger = "U0STRANGER";
const vulnerabilities = "task-definition/image-vulnerabilities";

/** The record that the deployment of revision 8 of web waits for a person. */
export const aWaitingBlock = (more: Partial<BlockRecord> = {}): BlockRecord => ({
	...{ action: "pause", resource: green, revision: 8, because: [vulnerabilities], outcome: "not-possible" },
	at: minutesAfterCreation(1),
	reason: "CVE-2026-0001 is CRITICAL",
	waitsIn: { deployment: deploymentArn, hook: hookId },
	...more,
});

export const aWaitingEntry = (more: Partial<BlockRecord> = {}): LedgerEntry =>
	anEntry({ subject: aFamily(), blocks: [aWaitingBlock(more)] });

export const anAnswer = (more: Partial<Answer> = {}): Answer => ({
	kind: "approve",
	key: { entry: aWaitingEntry().arn, deployment: deploymentArn, hook: hookId },
	...{ submission: "V1", user: approver, userName: "jane", reason: "incident 4711" },
	at: minutesAfterCreation(2),
	...more,
});

export const aRecordedAnswer = (more: Partial<RecordedAnswer> = {}): RecordedAnswer => ({
	...anAnswer(),
	...{ state: "done", stateAt: minutesAfterCreation(2), family: "web", because: [vulnerabilities] },
	until: minutesAfterCreation(2 + 24 * 60),
	...more,
});

export const message = { channel: "C0123456789", ts: "1795260000.000100", asks: 1 };

/** A service whose deployment of revision 8 was left to a person. */
export function aWaitingRollout(): Rollout {
	const rollout = new Rollout("enforce", { onPausedFailure: "leave" }, { approvers: [approver] });
	rollout.deployments = [aPausedDeployment()];
	rollout.definitions.set(8, vulnerable());
	rollout.entries = [aWaitingEntry()];
	rollout.minutes = 3;
	return rollout;
}

/** Delivers an answer to the function; the ids of the messages that return to the queue. */
export const give = (rollout: Rollout, more: Partial<Answer> = {}): Promise<readonly string[]> =>
	rollout.deliver(JSON.parse(encodeAnswer({ answer: anAnswer(more), message })));
