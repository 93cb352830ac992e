import type { LedgerState } from "../adapters/dynamodb/ledger.ts";
import type { TryLaterError } from "../core/errors.ts";
import type { ImageFacts, TaskDefinitionFacts } from "../core/facts.ts";
import { canBlock, judge } from "../core/judge.ts";
import { isUnresolved, wasRead } from "../core/reading.ts";
import { policyFor } from "../core/scopes.ts";
import type { TaskDefinitionSubject } from "../core/subject.ts";
import { gapsOf, type Verdict } from "../core/verdict.ts";
import { controlsThatBlock } from "../domain/blocks/decide.ts";
import type { BlockCandidate } from "../domain/blocks/intent.ts";
import type { Attempt } from "./block-attempt.ts";
import { type BlockPorts, blockIfRequired } from "./block-revision.ts";
import type { Completed, FactPorts, imageReader } from "./complete-facts.ts";
import { latestOf } from "./latest-of.ts";
import type { Trigger } from "./trigger.ts";

export interface FamilyPorts extends BlockPorts, FactPorts {
	/** The newest active revision, or the given one; null when there is none. */
	readonly read: (
		subject: TaskDefinitionSubject,
		readAt: string,
		revision?: number,
	) => Promise<TaskDefinitionFacts | null>;
}

/** The family that is checked. */
interface Family {
	readonly subject: TaskDefinitionSubject;
	readonly readAt: string;
	readonly known: LedgerState;
	readonly trigger: Trigger;
	readonly newest: TaskDefinitionFacts | null;
	readonly addImages: ReturnType<typeof imageReader>;
}

/** What was decided about a revision that may have to be blocked. */
export interface Decision {
	readonly candidate: BlockCandidate;
	readonly attempts: readonly Attempt[];
	readonly awaited: AwaitedScans;
	/** ARNs of the images whose scan results decide about it, however long they take. */
	readonly resultsDue: readonly string[];
	readonly retry?: TryLaterError;
}

/** Decides about each revision that was registered, that has waited for a scan, or that has an unrecorded block. */
export async function decideAll(family: Family, ports: FamilyPorts): Promise<readonly Decision[]> {
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
	const attempts = await blockIfRequired({ subject, revision, facts, verdicts, begun, readAt }, ports);
	if (attempts.length > 0 || facts === null || facts.status !== "ACTIVE") {
		const retry = attempts.find((attempt) => attempt.retry !== undefined)?.retry;
		return {
			candidate,
			attempts,
			awaited: nothingAwaited,
			resultsDue: [],
			...(retry === undefined ? {} : { retry }),
		};
	}
	const blocking = controlsThatBlock(ports.controls, policyFor(ports.rules.policy, facts));
	const deciding = verdicts.filter(({ control }) => blocking.has(control));
	const { incomplete } = completed ?? {};
	return {
		candidate,
		attempts,
		awaited: awaitedBy(deciding, facts),
		resultsDue: resultsDueFor(deciding, facts),
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

/** Also after the wait for a result, when the verdicts are reported without it: a revision is decided about when its scan ends. */
const resultsDueFor = (verdicts: readonly Verdict[], facts: TaskDefinitionFacts): readonly string[] =>
	verdicts.some((verdict) => gapsOf(verdict).length > 0) ? scannedImagesOf(facts).map(({ arn }) => arn) : [];

const scannedImagesOf = ({ containers }: TaskDefinitionFacts): readonly ImageFacts[] =>
	isUnresolved(containers)
		? []
		: containers.flatMap(({ registryImage }) =>
				wasRead(registryImage) && registryImage.value.awaitedSince !== null ? registryImage.value : [],
			);

/** A scan result that verdicts depend on and that is not available yet. */
export interface AwaitedScans {
	/** The latest time since which one has been awaited, ISO 8601; null when none is. */
	readonly since: string | null;
	/** ARNs of the images. */
	readonly images: readonly string[];
}

const nothingAwaited: AwaitedScans = { since: null, images: [] };

export function awaitedBy(verdicts: readonly Verdict[], facts: TaskDefinitionFacts): AwaitedScans {
	if (verdicts.every(({ pending }) => pending !== true)) return nothingAwaited;
	const images = scannedImagesOf(facts);
	return { since: latestOf(images.map(({ awaitedSince }) => awaitedSince)), images: images.map(({ arn }) => arn) };
}
