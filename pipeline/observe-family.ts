import { mergeBlocks } from "../core/block-record.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { findActiveBlock } from "../domain/blocks/active-block.ts";
import { isNowInactive } from "../domain/blocks/registrations.ts";
import { destinationFor } from "../domain/notifications/destination.ts";
import type { CheckPorts, Observation } from "./check.ts";
import { addServices, imageReader } from "./complete-facts.ts";
import { awaitedBy, decideAll, type FamilyPorts } from "./decide-blocks.ts";
import { imagesIn, isSettled } from "./dependents.ts";
import { latestOf } from "./latest-of.ts";
import { goneObservation } from "./observe.ts";
import { subjectSummary } from "./subject-summary.ts";
import { untagIfPassing } from "./tag-revision.ts";

/**
 * Checks a family: judges the newest active revision, and blocks a newly registered revision (or one with an unrecorded block)
 * if the policy says so. A blocked revision remains the one that is judged until a later revision is active. The newest one that is
 * tagged and not to be blocked any more is untagged.
 */
export function observeFamily(ports: FamilyPorts): CheckPorts["observe"] {
	const { policy } = ports.rules;
	return async (subject, readAt, known, trigger) => {
		if (subject.kind !== "task-definition") throw new TypeError("the route checks task definitions only");
		const newest = await ports.read(subject, readAt);
		const addImages = imageReader(ports, subject);
		const decisions = await decideAll({ subject, readAt, known, trigger, newest, addImages }, ports);
		const blocks = decisions.flatMap(({ attempts }) => attempts.map(({ record }) => record));
		const isReplaced = blocks.some((block) => isNowInactive(block) && block.revision === newest?.revision);
		const active = isReplaced ? await ports.read(subject, readAt) : newest;
		const newestActive = active?.revision ?? null;
		const allBlocks = mergeBlocks(known.entry?.blocks ?? [], blocks, newestActive);
		const standing = findActiveBlock(allBlocks, newestActive, readAt, policy);
		const judged = standing === null ? active : ((await ports.read(subject, readAt, standing.revision)) ?? active);
		const withImages = judged === null ? null : await addImages(judged);
		const completed = withImages === null ? null : await addServices(withImages.facts, ports);
		const incomplete = { images: withImages?.incomplete, services: completed?.incomplete };
		const facts = completed?.facts ?? null;
		const verdicts = facts === null ? null : judge(ports.controls, facts, policy);
		const retry =
			incomplete.services ??
			incomplete.images ??
			decisions.find((decision) => decision.retry !== undefined)?.retry ??
			(facts === null ? null : await untagIfPassing(facts, { verdicts: verdicts ?? [], readAt }, ports)) ??
			undefined;
		const undecided = decisions.filter(({ awaited, resultsDue }) => awaited.since !== null || resultsDue.length > 0);
		const outcome = {
			blocks,
			newestActive,
			undecided: undecided.map(({ candidate }) => candidate),
			...(retry === undefined ? {} : { retry }),
			unanswered: ports.controls.flatMap(({ id, readsServices }) =>
				(readsServices ? incomplete.services : incomplete.images) === undefined ? [] : id,
			),
		};
		const awaited = decisions.map((decision) => decision.awaited);
		if (facts !== null && verdicts !== null) awaited.push(awaitedBy(verdicts, facts));
		const waits = {
			awaitedSince: latestOf(awaited.map(({ since }) => since)),
			// A check of one of these images sends the family to its queue.
			uses: [
				...new Set([
					...(facts === null ? [] : imagesIn(facts)),
					...awaited.flatMap(({ images }) => images),
					...undecided.flatMap(({ resultsDue }) => resultsDue),
				]),
			],
		};
		if (facts === null) return { ...goneObservation, ...outcome, ...waits };
		const about = { ...subjectSummary(facts), ...activeRevisionOf(active) };
		const settled = retry === undefined && isSettled(facts, verdicts ?? []) ? { isSettled: true as const } : {};
		// A blocked revision keeps the failures for which it was blocked, also when its image is deleted.
		const failed =
			standing === null
				? []
				: (verdicts ?? []).filter(({ control, status }) => {
						return status === "unknown" && known.entry?.controls[control]?.status === "fail";
					});
		const unanswered = [...outcome.unanswered, ...failed.map(({ control }) => control)];
		const found = { ...outcome, ...waits, ...settled, unanswered, verdicts, about };
		return { ...found, ...destinationFor(policy, facts) } satisfies Observation;
	};
}

/** For display; empty when the newest active revision could not be read. */
function activeRevisionOf(active: TaskDefinitionFacts | null): { readonly activeRevision?: string } {
	if (active === null) return { activeRevision: "none" };
	return active.revision === null ? {} : { activeRevision: String(active.revision) };
}
