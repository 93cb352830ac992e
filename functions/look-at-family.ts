import type { DeregisterResult } from "../adapters/ecs/deregister.ts";
import { aboutOf } from "../core/about.ts";
import { type BlockIntent, decideBlock, standingBlock } from "../core/block.ts";
import type { Control } from "../core/control.ts";
import { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { type BlockRecord, mergeBlocks } from "../core/ledger.ts";
import { arnOf, type TaskDefinitionSubject } from "../core/subject.ts";
import type { Verdict } from "../core/verdict.ts";
import type { CheckPorts, Known, Seen } from "./check.ts";
import { gone } from "./look.ts";
import type { Rules } from "./rules.ts";

export interface FamilyPorts {
	/** The newest active revision, or the given one; null when there is none. */
	readonly read: (
		subject: TaskDefinitionSubject,
		readAt: string,
		revision?: number,
	) => Promise<TaskDefinitionFacts | null>;
	readonly deregister: (revisionArn: string) => Promise<DeregisterResult>;
	readonly intend: (arn: string, intent: BlockIntent) => Promise<void>;
	readonly controls: readonly Control[];
	readonly rules: Rules;
}

/**
 * Looks at a family: judges the newest active revision, and stops a newly registered one (or one whose blocking was
 * begun and never recorded) where the policy says so. A blocked revision stays the one that is judged until a later one is active.
 */
export function lookAtFamily(ports: FamilyPorts): CheckPorts["look"] {
	return async (subject, readAt, known, cause) => {
		if (subject.kind !== "task-definition") throw new TypeError("only task definitions are subjects of ECS's events");
		const newest = await ports.read(subject, readAt);
		const attempts: Attempt[] = [];
		for (const revision of toBlock(known, cause.registered?.revision ?? null)) {
			const facts = newest?.revision === revision ? newest : await ports.read(subject, readAt, revision);
			const attempt = await blockIfDue(facts, revision, subject, readAt, known, ports);
			if (attempt !== null) attempts.push(attempt);
		}
		const blocks = attempts.map((attempt) => attempt.record);
		const isOut = ({ outcome, revision }: BlockRecord) =>
			(outcome === "done" || outcome === "gone") && revision === newest?.revision;
		const active = blocks.some(isOut) ? await ports.read(subject, readAt) : newest;
		const standing = standingBlock(
			mergeBlocks(known.entry?.blocks ?? [], blocks),
			active?.revision ?? null,
			readAt,
			ports.rules.policy,
		);
		const judged = standing === null ? active : ((await ports.read(subject, readAt, standing.revision)) ?? active);
		const retry = attempts.find((attempt) => attempt.retry !== undefined)?.retry;
		if (judged === null) return { ...gone, blocks, ...(retry === undefined ? {} : { retry }) };
		return {
			verdicts: judge(ports.controls, judged, ports.rules.policy),
			blocks,
			about: { ...aboutOf(judged), activeRevision: active === null ? "none" : String(active.revision) },
			awaitedSince: null,
			...(retry === undefined ? {} : { retry }),
		} satisfies Seen;
	};
}

interface Attempt {
	readonly record: BlockRecord;
	readonly retry?: TryLaterError;
}

/** Revisions, each once: the one that the event says was registered, and the one whose block was begun. */
function toBlock({ intent }: Known, registered: number | null): readonly number[] {
	return [...new Set([intent?.revision ?? null, registered])].filter((revision) => revision !== null);
}

async function blockIfDue(
	facts: TaskDefinitionFacts | null,
	revision: number,
	subject: TaskDefinitionSubject,
	readAt: string,
	known: Known,
	ports: FamilyPorts,
): Promise<Attempt | null> {
	const resource = `${arnOf(subject)}:${revision}`;
	const base = { action: "deregister", resource, revision, at: readAt } as const;
	const begun = known.intent?.revision === revision ? known.intent : null;
	if (facts?.status !== "ACTIVE") {
		// We had set out to deregister it and it is: the outcome just never reached the ledger.
		return begun === null ? null : { record: { ...base, because: begun.because, outcome: "done" } };
	}
	const verdicts: readonly Verdict[] = judge(ports.controls, facts, ports.rules.policy);
	const decision = decideBlock(ports.controls, subject.family, verdicts, ports.rules.policy);
	if (decision.kind === "leave") return null;
	if (decision.kind === "tell") {
		return { record: { ...base, because: decision.because, outcome: decision.outcome, reason: decision.reason } };
	}
	const { because } = decision;
	await ports.intend(arnOf(subject), { revision, resource, because, at: readAt });
	try {
		const result = await ports.deregister(resource);
		// Somebody was faster: if that was our own first try, it is our block.
		if (result.outcome === "gone" && begun !== null) return { record: { ...base, because, outcome: "done" } };
		return { record: { ...base, because, ...result } };
	} catch (error) {
		if (!(error instanceof TryLaterError)) throw error;
		const reason = `${error.message}; it will be tried again`;
		return { record: { ...base, because, outcome: "failed", reason }, retry: error };
	}
}
