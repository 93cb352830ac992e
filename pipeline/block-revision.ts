import type { DeregisterResult } from "../adapters/ecs/deregister.ts";
import { type BlockIntent, decideBlock } from "../core/block.ts";
import type { Control } from "../core/control.ts";
import { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import type { BlockRecord } from "../core/ledger.ts";
import { policyFor } from "../core/scopes.ts";
import { arnOf, type TaskDefinitionSubject } from "../core/subject.ts";
import type { Rules } from "./rules.ts";

export interface BlockPorts {
	readonly deregister: (revisionArn: string) => Promise<DeregisterResult>;
	/** Answers the intent for the same revision that it replaces. */
	readonly intend: (arn: string, intent: BlockIntent) => Promise<BlockIntent | null>;
	readonly controls: readonly Control[];
	readonly rules: Rules;
}

/** A revision that may have to be stopped. */
export interface Candidate {
	readonly subject: TaskDefinitionSubject;
	readonly revision: number;
	/** Null when ECS does not know the revision (any more). */
	readonly facts: TaskDefinitionFacts | null;
	/** What was begun for this revision and is not on record yet. */
	readonly begun: BlockIntent | null;
	readonly readAt: string;
}

export interface Attempt {
	readonly record: BlockRecord;
	/** Thrown once the record is written: a block that did not work is tried again, and ends as a dead letter otherwise. */
	readonly retry?: TryLaterError;
}

/** Stops a revision where the policy says so; null when nothing is to be done about it. Throws TryLaterError. */
export async function blockIfDue(candidate: Candidate, ports: BlockPorts): Promise<Attempt | null> {
	const { subject, revision, facts, begun, readAt } = candidate;
	const resource = `${arnOf(subject)}:${revision}`;
	const base = { action: "deregister", resource, revision, at: readAt } as const;
	if (facts === null || facts.status === "INACTIVE" || facts.status === "DELETE_IN_PROGRESS") {
		// We had set out to deregister it and it is: the outcome just never reached the ledger.
		return begun === null ? null : { record: { ...base, because: begun.because, outcome: "done" } };
	}
	if (begun !== null && facts.status !== "ACTIVE") {
		throw new TryLaterError(`whether revision ${revision} is deregistered could not be read`);
	}
	const { policy } = ports.rules;
	const verdicts = judge(ports.controls, facts, policy);
	const decision = decideBlock(ports.controls, subject.family, verdicts, policyFor(policy, facts));
	if (decision.kind === "leave") return null;
	const { because } = decision;
	if (decision.kind === "tell") {
		return { record: { ...base, because, outcome: decision.outcome, reason: decision.reason } };
	}
	const replaced = await ports.intend(arnOf(subject), { revision, resource, because, at: readAt });
	const result = await tried(() => ports.deregister(resource));
	if (result instanceof TryLaterError) {
		return { record: { ...base, because, outcome: "failed", reason: result.message }, retry: result };
	}
	if (result.outcome === "failed") {
		return { record: { ...base, because, ...result }, retry: new TryLaterError(result.reason) };
	}
	// Somebody was faster. Whoever had begun to block this very revision was one of us.
	const isOurs = begun !== null || replaced !== null;
	return { record: { ...base, because, outcome: result.outcome === "gone" && !isOurs ? "gone" : "done" } };
}

async function tried(act: () => Promise<DeregisterResult>): Promise<DeregisterResult | TryLaterError> {
	try {
		return await act();
	} catch (error) {
		if (error instanceof TryLaterError) return error;
		throw error;
	}
}
