import type { DeregisterResult } from "../adapters/ecs/deregister.ts";
import type { OffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import type { BlockRecord } from "../core/block-record.ts";
import type { Control } from "../core/control.ts";
import { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { policyFor } from "../core/scopes.ts";
import { arnOf, type TaskDefinitionSubject } from "../core/subject.ts";
import type { Verdict } from "../core/verdict.ts";
import { decideBlock } from "../domain/blocks/decide.ts";
import type { BlockIntent } from "../domain/blocks/intent.ts";
import { catchTryLater } from "./catch-try-later.ts";
import { overrideByOffSwitch } from "./override-block.ts";
import type { Rules } from "./rules.ts";

export interface BlockPorts {
	readonly offSwitch: OffSwitchReader;
	readonly deregister: (revisionArn: string) => Promise<DeregisterResult>;
	/** Records the intent to block; returns the earlier intent for the same revision, if there is one. */
	readonly recordIntent: (arn: string, intent: BlockIntent) => Promise<BlockIntent | null>;
	readonly controls: readonly Control[];
	readonly rules: Rules;
}

/** What is known of a revision that may have to be blocked. */
export interface Candidate {
	readonly subject: TaskDefinitionSubject;
	readonly revision: number;
	/** Null when the revision does not exist in ECS, or no longer exists. */
	readonly facts: TaskDefinitionFacts | null;
	/** Of all controls on the revision, under the policy. */
	readonly verdicts: readonly Verdict[];
	/** A block of this revision that was started and has not been recorded yet. */
	readonly begun: BlockIntent | null;
	readonly readAt: string;
}

export interface Attempt {
	readonly record: BlockRecord;
	/** Thrown after the record is written, so that a failed block is retried and finally ends as a dead letter. */
	readonly retry?: TryLaterError;
}

/** Blocks a revision if its verdicts require it under the policy; null when there is nothing to do. Throws TryLaterError. */
export async function blockIfRequired(candidate: Candidate, ports: BlockPorts): Promise<Attempt | null> {
	const { subject, revision, facts, verdicts, begun, readAt } = candidate;
	const resource = `${arnOf(subject)}:${revision}`;
	const base = { action: "deregister", resource, revision, at: readAt } as const;
	if (facts === null || facts.status === "INACTIVE" || facts.status === "DELETE_IN_PROGRESS") {
		// An earlier attempt deregistered it, but its outcome was not recorded.
		return begun === null ? null : { record: { ...base, because: begun.because, outcome: "done" } };
	}
	if (begun !== null && facts.status !== "ACTIVE") {
		throw new TryLaterError(`cannot tell whether revision ${revision} is deregistered`);
	}
	const policy = policyFor(ports.rules.policy, facts);
	const decided = decideBlock(ports.controls, facts, verdicts, { policy, now: readAt, action: base.action });
	if (decided.kind === "none") return null;
	const { because } = decided;
	const decision = await catchTryLater(() => overrideByOffSwitch(decided, ports.offSwitch, policy));
	if (decision instanceof TryLaterError) {
		return { record: { ...base, because, outcome: "failed", reason: decision.message }, retry: decision };
	}
	if (decision.kind === "report") {
		return { record: { ...base, because, outcome: decision.outcome, reason: decision.reason } };
	}
	const intent = { revision, resource, because, at: readAt };
	const replaced = await ports.recordIntent(arnOf(subject), intent);
	const result = await catchTryLater(() => ports.deregister(resource));
	if (result instanceof TryLaterError) {
		return { record: { ...base, because, outcome: "failed", reason: result.message }, retry: result };
	}
	if (result.outcome === "failed") {
		return { record: { ...base, because, ...result }, retry: new TryLaterError(result.reason) };
	}
	if (result.outcome === "done" || begun !== null || replaced !== null)
		return { record: { ...base, because, outcome: "done" } };
	// Another caller was faster. If it recorded an intent after this one, it was another delivery of this event.
	const latest = await ports.recordIntent(arnOf(subject), intent);
	const isOurs = latest !== null && latest.at !== intent.at;
	return { record: { ...base, because, outcome: isOurs ? "done" : "gone" } };
}
