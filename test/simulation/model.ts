import type { Status } from "../../core/verdict.ts";
import type { ScanState } from "./ecr.ts";
import type { SimulatedFamily, SimulatedRevision } from "./ecs.ts";
import type { FaultId } from "./known-faults.ts";
import { lifecycleSafe } from "./model-in-use.ts";
import type { Services } from "./services.ts";

/*
 * What should be open at the end of a history, by the specification: a few lines for each control, without the pipeline's code.
 */

/** The end state of one control on one subject. Several are allowed where the specification leaves it open. */
export interface Expectation {
	readonly arn: string;
	readonly control: string;
	readonly allowed: readonly (Status | "gone")[];
	/** The known fault that a deviation would be an instance of. */
	readonly fault?: FaultId;
}

/** The controls that the model knows; every fact that other controls judge is compliant. */
export const modelledControls: readonly string[] = [
	"repository/tag-immutability",
	"repository/lifecycle-policy",
	"repository/lifecycle-safe",
	"image/scanned",
	"image/vulnerabilities",
	"task-definition/read-only-root",
	"task-definition/image-vulnerabilities",
];

const waitMs = 15 * 60_000;

export function expectationsOf(services: Services): readonly Expectation[] {
	return expectedStates(services).map((one) => withDenials(services, one));
}

/** What could not be read is unknown until the next check: never a pass, never a fail (I4). */
function withDenials({ denials, table }: Services, expected: Expectation): Expectation {
	const { arn, allowed } = expected;
	if (!denials.wasEverDenied(arn) || isStillRead(expected.control)) return expected;
	const entry = table.entries.get(arn);
	const isLast = entry !== undefined && denials.wasDenied(entry);
	return { ...expected, allowed: [...allowed.filter((end) => !isLast || end === "gone"), "unknown"] };
}

/** What the readings that are denied do not concern. */
export const isStillRead = (control: string): boolean => control === "task-definition/read-only-root";

function expectedStates(services: Services): readonly Expectation[] {
	const { registry, families, clock } = services;
	const ofRepositories = registry.repositories.flatMap((repository): Expectation[] => {
		const { arn, isMutable, hasLifecyclePolicy, exists } = repository;
		const when = (status: Status) => [exists.last ? status : ("gone" as const)];
		return [
			{ arn, control: "repository/tag-immutability", allowed: when(isMutable.last ? "fail" : "pass") },
			{ arn, control: "repository/lifecycle-policy", allowed: when(hasLifecyclePolicy.last ? "pass" : "fail") },
			{
				arn,
				control: "repository/lifecycle-safe",
				allowed: exists.last ? lifecycleSafe(services, repository) : ["gone"],
			},
		];
	});
	const ofImages = registry.repositories.flatMap(({ images }) =>
		images.flatMap(({ arn, scan, exists }): Expectation[] => {
			const when = (byState: Readonly<Record<ScanState, Status>>) =>
				[exists.last ? byState[scan.last] : "gone"] as const;
			return [
				{ arn, control: "image/scanned", allowed: when(scanned) },
				{ arn, control: "image/vulnerabilities", allowed: when(vulnerabilities) },
			];
		}),
	);
	return [...ofRepositories, ...ofImages, ...families.families.flatMap((one) => expectationsOfFamily(one, clock.time))];
}

const scanned: Readonly<Record<ScanState, Status>> = {
	absent: "fail",
	pending: "unknown",
	clean: "pass",
	vulnerable: "pass",
	unsupported: "fail",
};
const vulnerabilities: Readonly<Record<ScanState, Status>> = {
	absent: "unknown",
	pending: "unknown",
	clean: "pass",
	vulnerable: "fail",
	unsupported: "unknown",
};
/** An image that fails any image control. */
const imageVulnerabilities: Readonly<Record<ScanState, Status>> = {
	absent: "fail",
	pending: "unknown",
	clean: "pass",
	vulnerable: "fail",
	unsupported: "fail",
};

function expectationsOfFamily(family: SimulatedFamily, now: number): readonly Expectation[] {
	const { arn, revisions } = family;
	if (revisions.length === 0) return [];
	const judged = judgedRevisions(family, now);
	const roots = judged.map((one) => (one === null ? "gone" : one.hasReadOnlyRoot ? "pass" : "fail"));
	const images = judged.map((one) => (one === null ? "gone" : imageVulnerabilities[one.image.scan.last]));
	const isStale = judged.some((one) => one !== null && changesAfterLastLook(one, now));
	return [
		{ arn, control: "task-definition/read-only-root", allowed: roots },
		{
			arn,
			control: "task-definition/image-vulnerabilities",
			allowed: images,
			...(isStale ? ({ fault: "dependents" } as const) : {}),
		},
	];
}

/**
 * The newest active revision, or the blocked one that no later revision has replaced. Null: the family is gone. Several where
 * the pipeline may or may not have seen a later revision that came and went, or cannot know whether a user or its own earlier
 * attempt deregistered a bad revision.
 */
function judgedRevisions({ revisions }: SimulatedFamily, now: number): readonly (SimulatedRevision | null)[] {
	const active = revisions.findLast(({ deregisteredBy }) => deregisteredBy.last === null) ?? null;
	const later = revisions.filter(({ revision }) => active === null || revision > active.revision);
	const blocked = later.filter(({ deregisteredBy }) => deregisteredBy.last === "pipeline");
	const removed = later.filter(
		(one) => one.deregisteredBy.last === "user" && reasonToBlock(one, one.registeredAt, now) !== null,
	);
	const newest = later.at(-1);
	return newest !== undefined && blocked.includes(newest) ? [newest] : [active, ...blocked, ...removed];
}

/** The image changed after the last moment at which the family's own events must have led to a check. */
function changesAfterLastLook({ image, registeredAt }: SimulatedRevision, now: number): boolean {
	const { changedAt } = image.scan;
	return (
		changedAt > registeredAt &&
		(changedAt > image.pushedAt + waitMs || image.scan.between(image.pushedAt, now).length > 2)
	);
}

/** Whether and why a registered revision has to be blocked, or to be reported as one that would have been. */
export function mustBlock(revision: SimulatedRevision, now: number): "writable root" | "vulnerable" | "awaited" | null {
	if (revision.deregisteredBy.between(0, now).includes("user")) return null;
	if (!revision.hasReadOnlyRoot) return "writable root";
	const states = revision.image.scan.between(revision.registeredAt, now);
	if (states.every((state) => state === "vulnerable")) return "vulnerable";
	const [first, second, ...more] = states;
	const isAwaited = first === "pending" && second === "vulnerable" && more.length === 0;
	return isAwaited ? "awaited" : null;
}

/** Why it was right to block a revision at some time within a period; null if it was wrong. An unscanned image is none. */
export function reasonToBlock(revision: SimulatedRevision, from: number, until: number): string | null {
	if (!revision.hasReadOnlyRoot) return "writable root";
	return revision.image.scan.between(from, until).includes("vulnerable") ? "vulnerable" : null;
}
