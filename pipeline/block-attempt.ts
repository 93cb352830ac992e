import type { OffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import type { BlockAction, BlockRecord } from "../core/block-record.ts";
import type { Control } from "../core/control.ts";
import { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { policyFor } from "../core/scopes.ts";
import type { TaskDefinitionSubject } from "../core/subject.ts";
import type { Verdict } from "../core/verdict.ts";
import { type BlockDecision, decideBlock } from "../domain/blocks/decide.ts";
import type { BlockIntent } from "../domain/blocks/intent.ts";
import { catchTryLater } from "./catch-try-later.ts";
import { overrideOrTryLater } from "./override-block.ts";
import type { Rules } from "./rules.ts";

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

export interface DecisionPorts {
	/** Waits until the next such change may be made. Throws TryLaterError. */
	readonly turn: (action: "deregister" | "tag") => Promise<void>;
	readonly offSwitch: OffSwitchReader;
	readonly controls: readonly Control[];
	readonly rules: Rules;
}

/** What is done about a revision that exists, by one action. */
export function decideAction(
	facts: TaskDefinitionFacts,
	{ verdicts, readAt }: Pick<Candidate, "verdicts" | "readAt">,
	action: BlockAction,
	{ controls, rules }: Pick<DecisionPorts, "controls" | "rules">,
): BlockDecision {
	return decideBlock(controls, facts, verdicts, { policy: policyFor(rules.policy, facts), now: readAt, action });
}

/**
 * What there is to block, because of which controls; or an attempt that has ended, because nothing is blocked; or null. Waits for the turn
 * first, if there is something to block: the off switch is read right before the change, however long the turn took.
 */
export async function decideAttempt(
	facts: TaskDefinitionFacts,
	candidate: Candidate,
	attempted: Pick<BlockRecord, "action" | "resource" | "revision" | "at">,
	ports: DecisionPorts,
	turn: (because: readonly string[]) => Promise<void>,
): Promise<Attempt | Pick<BlockRecord, "because" | "reason"> | null> {
	const decided = decideAction(facts, candidate, attempted.action, ports);
	if (decided.kind === "none") return null;
	const base = { ...attempted, because: decided.because };
	const policy = policyFor(ports.rules.policy, facts);
	const decision = await catchTryLater(async () => {
		if (decided.kind === "block") await turn(decided.because);
		return overrideOrTryLater(decided, ports.offSwitch, policy);
	});
	if (decision instanceof TryLaterError) {
		return { record: { ...base, outcome: "failed", reason: decision.message }, retry: decision };
	}
	if (decision.kind === "report") return { record: { ...base, outcome: decision.outcome, reason: decision.reason } };
	const note = decision.kind === "block" ? decision.note : undefined;
	return { because: decided.because, ...(note === undefined ? {} : { reason: note }) };
}
