import type { Known } from "../adapters/dynamodb/ledger.ts";
import { aboutOf } from "../core/about.ts";
import { standingBlock } from "../core/block.ts";
import { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { type BlockRecord, mergeBlocks } from "../core/ledger.ts";
import type { TaskDefinitionSubject } from "../core/subject.ts";
import { type Attempt, type BlockPorts, blockIfDue } from "./block-revision.ts";
import type { CheckPorts, Seen } from "./check.ts";
import { gone } from "./look.ts";

export interface FamilyPorts extends BlockPorts {
	/** The newest active revision, or the given one; null when there is none. */
	readonly read: (
		subject: TaskDefinitionSubject,
		readAt: string,
		revision?: number,
	) => Promise<TaskDefinitionFacts | null>;
	/** Adds what takes a search through the account's services. Throws TryLaterError. */
	readonly complete: (facts: TaskDefinitionFacts) => Promise<TaskDefinitionFacts>;
}

/**
 * Looks at a family: judges the newest active revision, and stops a newly registered one (or one whose blocking was
 * begun and never recorded) where the policy says so. A blocked revision stays the one that is judged until a later one is active.
 */
export function lookAtFamily(ports: FamilyPorts): CheckPorts["look"] {
	const { policy } = ports.rules;
	const servicesCanBlock = policy.controls["task-definition/tmpfs-supported"].blocking === true;
	return async (subject, readAt, known, cause) => {
		if (subject.kind !== "task-definition") throw new TypeError("only task definitions are subjects of ECS's events");
		const newest = await ports.read(subject, readAt);
		const attempts: Attempt[] = [];
		for (const revision of toBlock(known, cause.registered?.revision ?? null)) {
			const read = newest?.revision === revision ? newest : await ports.read(subject, readAt, revision);
			// Before a block only what can decide it: a throttled search must not keep a bad revision in use.
			const facts = read !== null && servicesCanBlock ? await ports.complete(read) : read;
			const begun = known.intents.find((intent) => intent.revision === revision) ?? null;
			const attempt = await blockIfDue({ subject, revision, facts, begun, readAt }, ports);
			if (attempt !== null) attempts.push(attempt);
		}
		const blocks = attempts.map((attempt) => attempt.record);
		const active = blocks.some((block) => isOut(block, newest)) ? await ports.read(subject, readAt) : newest;
		const newestActive = active?.revision ?? null;
		const allBlocks = mergeBlocks(known.entry?.blocks ?? [], blocks, newestActive);
		const standing = standingBlock(allBlocks, newestActive, readAt, policy);
		const judged = standing === null ? active : ((await ports.read(subject, readAt, standing.revision)) ?? active);
		const { facts, incomplete } = judged === null ? nothing : await completed(judged, ports);
		const retry = attempts.find((attempt) => attempt.retry !== undefined)?.retry ?? incomplete;
		const outcome = { blocks, newestActive, ...(retry === undefined ? {} : { retry }) };
		if (facts === null) return { ...gone, ...outcome };
		const about = { ...aboutOf(facts), ...activeText(active) };
		return { ...outcome, verdicts: judge(ports.controls, facts, policy), about, awaitedSince: null } satisfies Seen;
	};
}

interface Completed {
	readonly facts: TaskDefinitionFacts | null;
	/** What has to be tried again once everything else is on record. */
	readonly incomplete?: TryLaterError;
}

const nothing: Completed = { facts: null };

async function completed(facts: TaskDefinitionFacts, { complete }: FamilyPorts): Promise<Completed> {
	try {
		return { facts: await complete(facts) };
	} catch (error) {
		if (!(error instanceof TryLaterError)) throw error;
		return { facts: { ...facts, platformVersions: { unresolved: error.message } }, incomplete: error };
	}
}

/** Revisions, each once: those whose block was begun, and the one that the event says was registered. */
function toBlock({ intents }: Known, registered: number | null): readonly number[] {
	const begun = intents.map(({ revision }) => revision);
	return [...new Set(registered === null ? begun : [...begun, registered])];
}

const isOut = ({ outcome, revision }: BlockRecord, newest: TaskDefinitionFacts | null): boolean =>
	(outcome === "done" || outcome === "gone") && revision === newest?.revision;

/** For people; nothing when the newest active revision could not be read. */
function activeText(active: TaskDefinitionFacts | null): { readonly activeRevision?: string } {
	if (active === null) return { activeRevision: "none" };
	return active.revision === null ? {} : { activeRevision: String(active.revision) };
}
