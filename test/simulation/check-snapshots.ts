import type { SimulatedRepository } from "./ecr.ts";
import { imagesDue } from "./model-in-use.ts";
import type { Services } from "./services.ts";
import type { Violation } from "./violations.ts";

/** ECS is read for a new snapshot at most this often, and a snapshot of this age is old (docs/architecture.md, "Images in use"). */
const oldMs = 300_000;

/** The images in use: who reads them, how often, and that no repository waits for them in vain (I1, I3, I6). */
export function checkSnapshots(services: Services): readonly Violation[] {
	const { registry } = services;
	return [
		...callsOfPushes(services),
		...frequentSnapshots(services),
		...falseUnknowns(services),
		...registry.repositories.flatMap((repository) => [
			...lostRequest(services, repository),
			...oldSnapshot(services, repository),
		]),
	];
}

/** No push reads ECS (fault F4). */
function callsOfPushes({ journal }: Services): Violation[] {
	const wrong = [...journal.calls].filter((call) => /^image-\w+ ecs:/.test(call));
	return wrong.map((text): Violation => ({ invariant: "I6", text: `a push called ECS: ${text}` }));
}

function frequentSnapshots({ journal }: Services): Violation[] {
	const times = journal.snapshots.map(({ asOf }) => asOf).sort();
	return times.flatMap((asOf, at): Violation[] => {
		const before = times[at - 1];
		if (before === undefined || Date.parse(asOf) - Date.parse(before) >= oldMs) return [];
		return [{ invariant: "I6", text: `the images in use were read at ${before} and again at ${asOf}` }];
	});
}

/** Once there is a snapshot, a verdict that is known stands. A first one is unknown while the snapshot cannot be read. */
function falseUnknowns({ table, journal, denials }: Services): Violation[] {
	const first = journal.snapshots.map(({ storedAt }) => storedAt).sort()[0];
	if (first === undefined) return [];
	return table.writes.flatMap(({ change: { before, after } }): Violation[] => {
		const verdict = after?.controls["repository/lifecycle-safe"];
		if (after === null || verdict?.status !== "unknown" || after.readAt <= first || denials.wasDenied(after)) return [];
		const known = before?.controls["repository/lifecycle-safe"]?.status ?? "unknown";
		if (known === "unknown") return [];
		const text = `lifecycle-safe on ${after.arn} of ${after.readAt} is unknown, although there is a snapshot of ${first}`;
		return [{ invariant: "I3", text }];
	});
}

/** Whoever waits is checked again after the next snapshot. */
function lostRequest({ items, journal }: Services, { arn }: SimulatedRepository): Violation[] {
	const [waiting] = items.find("used-images", `waiting#${arn}`);
	const last = journal.snapshots.at(-1);
	if (waiting === undefined || last === undefined) return [];
	const waitsSince = journal.waitingSince.get(arn) ?? "";
	if (waitsSince >= last.storedAt) return [];
	return [
		{ invariant: "I1", text: `${arn} waits since ${waitsSince} for a snapshot, the last of which is of ${last.asOf}` },
	];
}

/** The final verdict depends on a snapshot that was not old when the repository changed last. */
function oldSnapshot(services: Services, repository: SimulatedRepository): Violation[] {
	const { table, journal, denials, workloads } = services;
	const { arn, hasLifecyclePolicy } = repository;
	const entry = table.entries.get(arn);
	if (workloads.denial?.until === Number.POSITIVE_INFINITY || entry === undefined || denials.wasDenied(entry))
		return [];
	if (!hasLifecyclePolicy.last || imagesDue(repository).length === 0) return [];
	const reading = journal.snapshotReadings.get(`${arn} ${entry.readAt}`);
	if (reading === undefined || reading.asOf === null)
		return [{ invariant: "I1", text: `lifecycle-safe on ${arn} of ${entry.readAt} was determined without a snapshot` }];
	const changedAt = lastChangeOf(repository);
	if (Date.parse(reading.asOf) > changedAt - oldMs) return [];
	const text = `lifecycle-safe on ${arn}, which changed at ${new Date(changedAt).toISOString()}, depends on a snapshot of ${reading.asOf}`;
	return [{ invariant: "I1", text }];
}

/** As events tell it: in whole seconds. */
function lastChangeOf({ images, keeps, hasLifecyclePolicy, isMutable }: SimulatedRepository): number {
	const changes = [keeps, hasLifecyclePolicy, isMutable, ...images.map(({ exists }) => exists)];
	const last = Math.max(...changes.map(({ changedAt }) => changedAt));
	return Math.floor(last / 1_000) * 1_000;
}
