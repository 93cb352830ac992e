import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { findingIdOf } from "../../core/finding.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import { awaitsFirstCheck } from "../../pipeline/earlier-rules.ts";
import { place } from "./place.ts";
import type { Random } from "./random.ts";
import type { Services } from "./services.ts";
import type { Violation } from "./violations.ts";

const dayMs = 86_400_000;
const legacy = "legacy";
/** Of the installation before. */
const earlierRules = "rules-0";
const digest = `sha256:${"f".repeat(64)}`;

/** What no longer exists. */
const goneSubjects: readonly Subject[] = [
	{ kind: "repository", ...place, name: legacy },
	{ kind: "image", ...place, repository: legacy, digest },
	{ kind: "task-definition", ...place, family: legacy },
	{ kind: "service", ...place, cluster: "shop", name: legacy },
	{ kind: "cluster", ...place, name: legacy },
];

/** The last one no longer exists. */
const controlsOf = {
	repository: ["repository/tag-immutability", "repository/lifecycle-policy", "repository/retired"],
	image: ["image/vulnerabilities", "image/scanned", "image/retired"],
	"task-definition": [
		"task-definition/read-only-root",
		"task-definition/image-vulnerabilities",
		"task-definition/retired",
	],
	service: ["service/no-public-ip", "service/retired"],
	cluster: ["cluster/container-insights", "cluster/retired"],
	"capacity-provider": ["capacity-provider/termination-protection"],
} as const satisfies Record<Subject["kind"], readonly string[]>;

/**
 * Before this installation there was another one, whose ledger is gone: Security Hub holds several findings of a subject, open and passed
 * ones, about what still fails, what does not fail any more, and what no longer exists. Some are suppressed.
 */
export function leaveEarlierFindings({ registry, families, workloads, hub, clock }: Services, random: Random): void {
	const existing: readonly Subject[] = [
		...registry.repositories.map(({ subject }) => subject),
		...registry.repositories.flatMap(({ images }) => images.map(({ subject }) => subject)),
		...families.families.map(({ subject }) => subject),
		...workloads.clusters.map(({ name }) => ({ kind: "cluster", ...place, name }) as const),
	];
	for (const subject of [...existing, ...goneSubjects]) {
		if (random.chance(0.2)) continue;
		const arn = arnOf(subject);
		for (const control of controlsOf[subject.kind]) {
			if (random.chance(0.3)) continue;
			const readAt = new Date(clock.time - random.between(dayMs, 9 * dayMs)).toISOString();
			const verdict = aVerdictSince(readAt, random.chance(0.4) ? "pass" : "fail");
			const content = { controls: { [control]: verdict }, blocks: [], about: {} };
			const entry: LedgerEntry = { subject, arn, readAt, rules: earlierRules, state: "present", ...content };
			hub.import([toAsff(entry, { control, kind: "opened", before: null, after: verdict }, undefined)]);
			const id = findingIdOf(control, arn);
			if (verdict.status === "pass") hub.setWorkflow(id, "RESOLVED", "pipeline");
			if (random.chance(0.2)) hub.suppress(id);
		}
	}
}

/** Nothing is imported of what is only known from the earlier installation (I5). */
export function checkEarlierFindings({ hub, table }: Services): readonly Violation[] {
	const listed = new Set(
		table.writes.flatMap(({ change: { after } }) =>
			after !== null && awaitsFirstCheck(after) ? `${after.arn} ${after.readAt}` : [],
		),
	);
	return hub.imports.flatMap(({ Id, Resources, UpdatedAt, ProductFields }): Violation[] => {
		const isOurs = ProductFields?.["shipshape/rules"] !== earlierRules;
		const isListed = isOurs && listed.has(`${Resources?.[0]?.Id} ${UpdatedAt}`);
		return isListed ? [{ invariant: "I5", text: `${Id} of ${UpdatedAt} was imported before a check` }] : [];
	});
}

const aVerdictSince = (since: string, status: RecordedVerdict["status"]): RecordedVerdict => ({
	status,
	severity: "HIGH",
	message: "it failed",
	remediation: "",
	pending: false,
	containers: [],
	fields: {},
	vulnerabilities: [],
	since,
	firstFailed: since,
});
