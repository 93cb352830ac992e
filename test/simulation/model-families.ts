import { type Status, statuses } from "../../core/verdict.ts";
import type { ScanState, SimulatedImage } from "./ecr.ts";
import { imageNamesOf, type SimulatedFamily, type SimulatedRevision } from "./ecs.ts";
import type { Expectation } from "./expectation.ts";
import { isWaived } from "./model-policy.ts";
import type { Services } from "./services.ts";

/*
 * What should be open at the end of a history about families, and which revisions it is right to block, by the specification.
 */

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** An image that fails any image control. */
const imageVulnerabilities: Readonly<Record<ScanState, Status>> = {
	absent: "fail",
	pending: "unknown",
	clean: "pass",
	vulnerable: "fail",
	unsupported: "fail",
};

const familyControls = [
	"task-definition/read-only-root",
	"task-definition/image-vulnerabilities",
	"task-definition/image-pinned",
] as const;
type FamilyControl = (typeof familyControls)[number];

export function expectationsOfFamily(family: SimulatedFamily, services: Services): readonly Expectation[] {
	const { arn, revisions } = family;
	if (revisions.length === 0) return [];
	const { clock, policy, table, journal } = services;
	// A block that has ended since is over with the next reading. Each sweep reads a family with a block.
	const lastReading = Math.max(Date.parse(table.entries.get(arn)?.readAt ?? clock.now()), journal.sweptAt ?? 0);
	const judged = judgedRevisions(family, lastReading, policy.block.keepFor * dayMs);
	return familyControls.map((control) => ({
		arn,
		control,
		allowed: judged.flatMap((one) => {
			if (one === null) return "gone" as const;
			const status = statusOfRevision(one, control, family, services);
			// A revision that was blocked keeps the failure if it cannot be told any longer whether it has ended.
			return status === "unknown" && one.deregisteredBy.last === "pipeline" ? [status, "fail" as const] : status;
		}),
	}));
}

/** The worst of its containers. */
function statusOfRevision(
	revision: SimulatedRevision,
	control: FamilyControl,
	{ arn }: Pick<SimulatedFamily, "arn">,
	services: Pick<Services, "policy" | "clock" | "registry">,
): Status {
	const { shape } = revision;
	const statusOf = { app: statusOfApp(revision, control, services), agent: statusOfAgent(shape.sidecar, control) };
	const containers = shape.sidecar === null ? [statusOf.app] : [statusOf.app, statusOf.agent];
	const names = imageNamesOf(revision);
	const waived = containers.map((status, at): Status => {
		const isAccepted = isWaived(control, [arn, names[at] ?? ""], services);
		return status === "fail" && isAccepted ? "waived" : status;
	});
	return statuses.find((status) => waived.includes(status)) ?? "pass";
}

function statusOfApp(
	{ image, hasReadOnlyRoot, shape }: SimulatedRevision,
	control: FamilyControl,
	{ registry }: Pick<Services, "registry">,
): Status {
	if (control === "task-definition/image-vulnerabilities") return statusOfImage(image.last);
	if (control === "task-definition/read-only-root") return hasReadOnlyRoot ? "pass" : "fail";
	const repository = registry.repositories.find(({ images }) => images.includes(image.last));
	return shape.isTagged && repository?.isMutable.last === true ? "fail" : "pass";
}

/** Its image is named by its digest, and no scan of it can be read. */
function statusOfAgent(sidecar: SimulatedRevision["shape"]["sidecar"], control: FamilyControl): Status {
	if (control === "task-definition/image-vulnerabilities") return "unknown";
	return control === "task-definition/read-only-root" && sidecar?.hasReadOnlyRoot === false ? "fail" : "pass";
}

const statusOfImage = ({ exists, scan }: SimulatedImage): Status =>
	exists.last ? imageVulnerabilities[scan.last] : "unknown";

/**
 * The newest active revision, or the blocked one that no later revision has replaced. Null: the family is gone. Several where
 * the pipeline may or may not have seen a later revision that came and went, or cannot know whether a user or its own earlier
 * attempt deregistered a bad revision. A reading `keepMs` after a block, or later, ends it; the pipeline's own time of the block is that of
 * the reading before it.
 */
function judgedRevisions(
	{ revisions }: SimulatedFamily,
	lastReading: number,
	keepMs: number,
): readonly (SimulatedRevision | null)[] {
	const active = revisions.findLast(({ deregisteredBy }) => deregisteredBy.last === null) ?? null;
	const later = revisions.filter(({ revision }) => active === null || revision > active.revision);
	const blocked = later.filter(
		({ deregisteredBy }) => deregisteredBy.last === "pipeline" && lastReading - deregisteredBy.changedAt < keepMs,
	);
	const removed = later.filter(
		(one) => one.deregisteredBy.last === "user" && reasonToBlock(one, one.registeredAt, lastReading) !== null,
	);
	const newest = later.at(-1);
	const isCertain = newest !== undefined && lastReading - newest.deregisteredBy.changedAt < keepMs - minuteMs;
	return isCertain && blocked.includes(newest) ? [newest] : [active, ...blocked, ...removed];
}

/** Whether and why a registered revision has to be blocked, or to be reported as one that would have been. */
export function mustBlock(revision: SimulatedRevision, now: number): "writable root" | "vulnerable" | "awaited" | null {
	if (revision.deregisteredBy.between(0, now).includes("user")) return null;
	if (hasWritableRoot(revision)) return "writable root";
	const states = statesOf(revision, revision.registeredAt, now);
	if (states.every((state) => state === "vulnerable")) return "vulnerable";
	const [first, second, ...more] = states;
	const isAwaited = first === "pending" && second === "vulnerable" && more.length === 0;
	return isAwaited ? "awaited" : null;
}

/** Why it was right to block a revision at some time within a period; null if it was wrong. An unscanned image is none. */
export function reasonToBlock(revision: SimulatedRevision, from: number, until: number): string | null {
	if (hasWritableRoot(revision)) return "writable root";
	return statesOf(revision, from, until).includes("vulnerable") ? "vulnerable" : null;
}

const hasWritableRoot = ({ hasReadOnlyRoot, shape }: SimulatedRevision): boolean =>
	!hasReadOnlyRoot || shape.sidecar?.hasReadOnlyRoot === false;

const statesOf = ({ image }: SimulatedRevision, from: number, until: number): readonly ScanState[] =>
	image.between(from, until).flatMap(({ scan }) => scan.between(from, until));
