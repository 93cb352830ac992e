import type { LedgerState } from "../adapters/dynamodb/ledger.ts";
import { type BlockCandidate, findActiveBlock } from "../core/block.ts";
import type { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { canBlock, judge } from "../core/judge.ts";
import { type BlockRecord, mergeBlocks } from "../core/ledger.ts";
import { isUnresolved, wasRead } from "../core/reading.ts";
import { policyFor } from "../core/scopes.ts";
import type { TaskDefinitionSubject } from "../core/subject.ts";
import { subjectSummary } from "../core/subject-summary.ts";
import type { Verdict } from "../core/verdict.ts";
import { type Attempt, type BlockPorts, blockIfRequired } from "./block-revision.ts";
import type { CheckPorts, Observation, Trigger } from "./check.ts";
import { addServices, type Completed, type FactPorts, imageReader } from "./complete-facts.ts";
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
		const addImages = imageReader(ports, subject);
		const decisions = await decideAll({ subject, readAt, known, trigger, newest, addImages }, ports);
		const blocks = decisions.flatMap(({ attempt }) => attempt?.record ?? []);
		const active = blocks.some((block) => isNowInactive(block, newest)) ? await ports.read(subject, readAt) : newest;
		const newestActive = active?.revision ?? null;
		const allBlocks = mergeBlocks(known.entry?.blocks ?? [], blocks, newestActive);
		const standing = findActiveBlock(allBlocks, newestActive, readAt, policy);
		const judged = standing === null ? active : ((await ports.read(subject, readAt, standing.revision)) ?? active);
		const completed = judged === null ? null : await addServices(await addImages(judged), ports);
		const retry = completed?.incomplete ?? decisions.find((decision) => decision.retry !== undefined)?.retry;
		const waiting = decisions.filter(({ awaitedSince }) => awaitedSince !== null);
		const outcome = {
			blocks,
			newestActive,
			undecided: waiting.map(({ candidate }) => candidate),
			...(retry === undefined ? {} : { retry }),
		};
		const since = waiting.map(({ awaitedSince }) => awaitedSince);
		if (completed === null) return { ...goneObservation, ...outcome, awaitedSince: latest(since) };
		const { facts } = completed;
		const verdicts = judge(ports.controls, facts, policy);
		const about = { ...subjectSummary(facts), ...activeRevisionOf(active) };
		const awaitedSince = latest([...since, awaitedSinceOf(verdicts, facts)]);
		return { ...outcome, verdicts, about, awaitedSince } satisfies Observation;
	};
}

interface Family {
	readonly subject: TaskDefinitionSubject;
	readonly readAt: string;
	readonly known: LedgerState;
	readonly trigger: Trigger;
	readonly newest: TaskDefinitionFacts | null;
	readonly addImages: ReturnType<typeof imageReader>;
}

/** What was decided about a revision that may have to be blocked. */
interface Decision {
	readonly candidate: BlockCandidate;
	readonly attempt: Attempt | null;
	/** Since when a scan result has been awaited that the decision depends on; null when it does not. */
	readonly awaitedSince: string | null;
	readonly retry?: TryLaterError;
}

/** Decides about each revision that was registered, that has waited for a scan, or that has an unrecorded block. */
async function decideAll(family: Family, ports: FamilyPorts): Promise<readonly Decision[]> {
	const { known, trigger, readAt } = family;
	const waited = known.candidates.filter(({ until }) => until > readAt);
	const begun = known.intents.map(({ revision }) => ({ revision, until: readAt }));
	const candidates = new Map([...begun, ...waited, ...trigger.registered].map((one) => [one.revision, one]));
	const decisions: Decision[] = [];
	for (const candidate of candidates.values()) decisions.push(await decide(candidate, family, ports));
	return decisions;
}

async function decide(candidate: BlockCandidate, family: Family, ports: FamilyPorts): Promise<Decision> {
	const { subject, readAt, known, newest, addImages } = family;
	const { revision } = candidate;
	const read = newest?.revision === revision ? newest : await ports.read(subject, readAt, revision);
	const completed = read === null ? null : await factsForBlock(read, addImages, ports);
	const facts = completed?.facts ?? null;
	const begun = known.intents.find((intent) => intent.revision === revision) ?? null;
	const verdicts = facts === null ? [] : judge(ports.controls, facts, ports.rules.policy);
	const attempt = await blockIfRequired({ subject, revision, facts, verdicts, begun, readAt }, ports);
	if (attempt !== null || facts === null || facts.status !== "ACTIVE") {
		return {
			candidate,
			attempt,
			awaitedSince: null,
			...(attempt?.retry === undefined ? {} : { retry: attempt.retry }),
		};
	}
	const { controls } = policyFor(ports.rules.policy, facts);
	const blocking = new Set(ports.controls.filter((control) => canBlock(control, controls)).map(({ id }) => id));
	const deciding = verdicts.filter(({ control }) => blocking.has(control));
	const { incomplete } = completed ?? {};
	return {
		candidate,
		attempt,
		awaitedSince: awaitedSinceOf(deciding, facts),
		...(incomplete === undefined ? {} : { retry: incomplete }),
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
): Promise<Completed> {
	const { block, controls } = policyFor(ports.rules.policy, read);
	const completed = await addImages(read);
	if (completed.incomplete !== undefined && block.onUnknown === "block") throw completed.incomplete;
	const needsServices = ports.controls.some((control) => control.readsServices === true && canBlock(control, controls));
	return needsServices ? { ...completed, facts: await ports.addServices(completed.facts) } : completed;
}

/** The latest time since which a scan result has been awaited that a verdict depends on; null when none is. */
function awaitedSinceOf(verdicts: readonly Verdict[], { containers }: TaskDefinitionFacts): string | null {
	if (isUnresolved(containers) || verdicts.every(({ pending }) => pending !== true)) return null;
	const since = containers.flatMap(({ registryImage }) =>
		wasRead(registryImage) ? (registryImage.value.awaitedSince ?? []) : [],
	);
	return latest(since);
}

const latest = (times: readonly (string | null)[]): string | null =>
	times
		.filter((time) => time !== null)
		.toSorted()
		.at(-1) ?? null;

const isNowInactive = ({ outcome, revision }: BlockRecord, newest: TaskDefinitionFacts | null): boolean =>
	(outcome === "done" || outcome === "gone") && revision === newest?.revision;

/** For display; empty when the newest active revision could not be read. */
function activeRevisionOf(active: TaskDefinitionFacts | null): { readonly activeRevision?: string } {
	if (active === null) return { activeRevision: "none" };
	return active.revision === null ? {} : { activeRevision: String(active.revision) };
}
