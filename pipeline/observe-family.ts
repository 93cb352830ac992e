import type { LedgerState } from "../adapters/dynamodb/ledger.ts";
import { findActiveBlock } from "../core/block.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { canBlock, judge } from "../core/judge.ts";
import { type BlockRecord, mergeBlocks } from "../core/ledger.ts";
import { isUnresolved, wasRead } from "../core/reading.ts";
import { policyFor } from "../core/scopes.ts";
import type { TaskDefinitionSubject } from "../core/subject.ts";
import { subjectSummary } from "../core/subject-summary.ts";
import type { Verdict } from "../core/verdict.ts";
import { type Attempt, type BlockPorts, blockIfRequired } from "./block-revision.ts";
import type { CheckPorts, Observation } from "./check.ts";
import { addServices, type FactPorts, imageReader } from "./complete-facts.ts";
import { goneObservation } from "./observe.ts";

export interface FamilyPorts extends BlockPorts, FactPorts {
	/** The newest active revision, or the given one; null when there is none. */
	readonly read: (
		subject: TaskDefinitionSubject,
		readAt: string,
		revision?: number,
	) => Promise<TaskDefinitionFacts | null>;
}

/**
 * Checks a family: judges the newest active revision, and blocks a newly registered revision (or one with an unrecorded block)
 * if the policy says so. A blocked revision remains the one that is judged until a later revision is active.
 */
export function observeFamily(ports: FamilyPorts): CheckPorts["observe"] {
	const { policy } = ports.rules;
	return async (subject, readAt, known, trigger) => {
		if (subject.kind !== "task-definition") throw new TypeError("the route checks task definitions only");
		const newest = await ports.read(subject, readAt);
		const attempts: Attempt[] = [];
		const addImages = imageReader(ports, subject);
		for (const revision of revisionsToBlock(known, trigger.registered?.revision ?? null)) {
			const read = newest?.revision === revision ? newest : await ports.read(subject, readAt, revision);
			const facts = read === null ? null : await factsForBlock(read, addImages, ports);
			const begun = known.intents.find((intent) => intent.revision === revision) ?? null;
			const attempt = await blockIfRequired({ subject, revision, facts, begun, readAt }, ports);
			if (attempt !== null) attempts.push(attempt);
		}
		const blocks = attempts.map((attempt) => attempt.record);
		const active = blocks.some((block) => isNowInactive(block, newest)) ? await ports.read(subject, readAt) : newest;
		const newestActive = active?.revision ?? null;
		const allBlocks = mergeBlocks(known.entry?.blocks ?? [], blocks, newestActive);
		const standing = findActiveBlock(allBlocks, newestActive, readAt, policy);
		const judged = standing === null ? active : ((await ports.read(subject, readAt, standing.revision)) ?? active);
		const completed = judged === null ? null : await addServices(await addImages(judged), ports);
		const retry = attempts.find((attempt) => attempt.retry !== undefined)?.retry ?? completed?.incomplete;
		const outcome = { blocks, newestActive, ...(retry === undefined ? {} : { retry }) };
		if (completed === null) return { ...goneObservation, ...outcome };
		const { facts } = completed;
		const verdicts = judge(ports.controls, facts, policy);
		const about = { ...subjectSummary(facts), ...activeRevisionOf(active) };
		return { ...outcome, verdicts, about, awaitedSince: awaitedSinceOf(verdicts, facts) } satisfies Observation;
	};
}

/**
 * The facts that decide about a block. Facts that cannot be read now do not delay it, because a failing revision must not stay
 * in use; they do so only if the policy blocks unknown verdicts. Throws TryLaterError.
 */
async function factsForBlock(
	read: TaskDefinitionFacts,
	addImages: ReturnType<typeof imageReader>,
	ports: FamilyPorts,
): Promise<TaskDefinitionFacts> {
	const { block, controls } = policyFor(ports.rules.policy, read);
	const { facts, incomplete } = await addImages(read);
	if (incomplete !== undefined && block.onUnknown === "block") throw incomplete;
	const needsServices = ports.controls.some((control) => control.readsServices === true && canBlock(control, controls));
	return needsServices ? ports.addServices(facts) : facts;
}

/** The latest time since which a scan result has been awaited that a verdict depends on; null when none is. */
function awaitedSinceOf(verdicts: readonly Verdict[], { containers }: TaskDefinitionFacts): string | null {
	if (isUnresolved(containers) || verdicts.every(({ pending }) => pending !== true)) return null;
	const since = containers.flatMap(({ registryImage }) =>
		wasRead(registryImage) ? (registryImage.value.awaitedSince ?? []) : [],
	);
	return since.toSorted().at(-1) ?? null;
}

/** Distinct revisions: those with an unrecorded block, and the one that the event registered. */
function revisionsToBlock({ intents }: LedgerState, registered: number | null): readonly number[] {
	const begun = intents.map(({ revision }) => revision);
	return [...new Set(registered === null ? begun : [...begun, registered])];
}

const isNowInactive = ({ outcome, revision }: BlockRecord, newest: TaskDefinitionFacts | null): boolean =>
	(outcome === "done" || outcome === "gone") && revision === newest?.revision;

/** For display; empty when the newest active revision could not be read. */
function activeRevisionOf(active: TaskDefinitionFacts | null): { readonly activeRevision?: string } {
	if (active === null) return { activeRevision: "none" };
	return active.revision === null ? {} : { activeRevision: String(active.revision) };
}
