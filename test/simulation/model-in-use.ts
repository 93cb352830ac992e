import type { Status } from "../../core/verdict.ts";
import type { SimulatedImage, SimulatedRepository } from "./ecr.ts";
import type { Services, StoredSnapshot } from "./services.ts";

/*
 * What repository/lifecycle-safe should say at the end of a history, by the specification: it fails if the lifecycle policy would
 * expire an image in use, according to a snapshot of the images in use. How old that may be is for check-snapshots.ts.
 */

export function lifecycleSafe(services: Services, repository: SimulatedRepository): readonly Status[] {
	const { journal, table, workloads } = services;
	if (!repository.hasLifecyclePolicy.last) return ["not-applicable"];
	const due = imagesDue(repository);
	if (due.length === 0) return ["pass"];
	// ECS was never read, and the reason is reported.
	if (workloads.denial?.until === Number.POSITIVE_INFINITY) return ["unknown"];
	const entry = table.entries.get(repository.arn);
	const reading = journal.snapshotReadings.get(`${repository.arn} ${entry?.readAt}`);
	const snapshot = journal.snapshots.find(({ asOf }) => asOf === reading?.asOf);
	return snapshot === undefined ? ["pass", "fail"] : verdictsOf(due, snapshot, services);
}

/** What the policy would expire: all but the newest images. */
export function imagesDue({ images, keeps }: SimulatedRepository): readonly SimulatedImage[] {
	const existing = images.filter(({ exists }) => exists.last);
	const newestFirst = existing.toSorted(
		(a, b) => b.pushedAt - a.pushedAt || (a.subject.digest < b.subject.digest ? -1 : 1),
	);
	return newestFirst.slice(keeps.last ?? newestFirst.length);
}

/** Both where a use of an image began or ended while ECS was read. */
function verdictsOf(
	due: readonly SimulatedImage[],
	{ asOf, storedAt }: StoredSnapshot,
	{ workloads }: Services,
): readonly Status[] {
	const states = workloads.uses.between(Date.parse(asOf), Date.parse(storedAt));
	const [first = []] = states;
	const isDue = ({ image }: { readonly image: SimulatedImage }) => due.includes(image);
	const isCertain = first.some(
		(use) =>
			isDue(use) &&
			states.every((uses) => uses.some(({ by, image, isCertain: is }) => is && by === use.by && image === use.image)),
	);
	if (isCertain) return ["fail"];
	return states.flat().some(isDue) ? ["pass", "fail"] : ["pass"];
}
