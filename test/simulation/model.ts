import type { LedgerEntry } from "../../core/ledger.ts";
import type { Status } from "../../core/verdict.ts";
import type { ScanState } from "./ecr.ts";
import type { Expectation } from "./expectation.ts";
import { ecsControls, expectationsOfEcs } from "./model-ecs.ts";
import { expectationsOfFamily } from "./model-families.ts";
import { lifecycleSafe } from "./model-in-use.ts";
import { withPolicy } from "./model-policy.ts";
import type { Services } from "./services.ts";

/*
 * What should be open at the end of a history, by the specification: a few lines for each control, without the pipeline's code.
 */

/** The controls that the model knows; every fact that other controls judge is compliant. */
export const modelledControls: readonly string[] = [
	"repository/tag-immutability",
	"repository/lifecycle-policy",
	"repository/lifecycle-safe",
	"image/scanned",
	"image/vulnerabilities",
	"task-definition/read-only-root",
	"task-definition/image-vulnerabilities",
	"task-definition/image-pinned",
	...ecsControls,
];

export function expectationsOf(services: Services): readonly Expectation[] {
	return expectationsAfterSweep(services).map((one) => withDenials(services, one));
}

/** When everything was read again after nothing was denied any more. */
export const expectationsAfterSweep = (services: Services): readonly Expectation[] =>
	expectedStates(services).map((one) => withPolicy(one, services));

/** What could not be read is unknown until the next check: never a pass, never a fail (I4). */
function withDenials({ denials, table }: Services, expected: Expectation): Expectation {
	const { arn, allowed } = expected;
	if (!denials.wasEverDenied(arn) || isStillRead(expected.control)) return expected;
	const entry = table.entries.get(arn);
	const isLast = entry !== undefined && denials.wasDenied(entry);
	const stays = (end: Expectation["allowed"][number]): boolean =>
		end === "gone" || (end === "fail" && isOfBlockedRevision(entry));
	return { ...expected, allowed: [...allowed.filter((end) => !isLast || stays(end)), "unknown"] };
}

/** A blocked revision keeps the failures for which it was blocked, also if its images cannot be read any more. */
export const isOfBlockedRevision = (entry: LedgerEntry | undefined): boolean =>
	entry?.blocks.some(({ outcome, revision }) => outcome === "done" && String(revision) === entry.about["revision"]) ===
	true;

/** What the readings that are denied do not concern. */
export const isStillRead = (control: string): boolean =>
	control === "task-definition/read-only-root" || control === "task-definition/image-pinned";

function expectedStates(services: Services): readonly Expectation[] {
	const { registry, families } = services;
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
			const explained = scanned[scan.last] === "fail" ? { explainedBy: "image/scanned" } : {};
			return [
				{ arn, control: "image/scanned", allowed: when(scanned) },
				{ arn, control: "image/vulnerabilities", allowed: when(vulnerabilities), ...explained },
			];
		}),
	);
	return [
		...ofRepositories,
		...ofImages,
		...families.families.flatMap((one) => expectationsOfFamily(one, services)),
		...expectationsOfEcs(services),
	];
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
