import type { ListPage } from "../../adapters/clients/list-page.ts";
import type { Ledger } from "../../adapters/dynamodb/ledger.ts";
import type { ListedFinding } from "../../adapters/security-hub/list-findings.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { type AccountRegion, arnOf, partitionOf, type Subject, type SubjectKind } from "../../core/subject.ts";
import { earlierRules } from "../earlier-rules.ts";
import { justAfter } from "../record.ts";

/*
 * After a reinstallation without the old ledger, Security Hub still holds the findings of the earlier one. The ledger is told which
 * there are and when they were created, and no verdict: what an entry says of its controls stays. So nothing is published before the
 * next check of the subject, whose whole state is: its findings are confirmed, closed, or archived, also those that had passed.
 */

/** All throw TryLaterError. */
export interface EarlierFindingPorts {
	readonly findings: (place: AccountRegion, token: string | null) => Promise<ListPage<ListedFinding>>;
	readonly ledger: Pick<Ledger, "read" | "write">;
	/** The kinds of subjects that are checked. */
	readonly kinds: readonly SubjectKind[];
}

const atOnce = 10;
const maxConflicts = 5;

/**
 * Adds a page of findings to the ledger. Returns the subjects that have to be checked because nothing has been since, and the token of
 * the next page.
 */
export async function rememberEarlierFindings(
	token: string | null,
	place: AccountRegion,
	ports: EarlierFindingPorts,
): Promise<{ readonly subjects: readonly Subject[]; readonly next: string | null }> {
	const { items, next } = await ports.findings(place, token);
	const bySubject = Map.groupBy(items, ({ arn }) => arn);
	const subjects = [...bySubject].flatMap(([arn, findings]) => {
		const subject = subjectOf(arn);
		return subject === null || !ports.kinds.includes(subject.kind) ? [] : [{ subject, findings }];
	});
	const remembered = await mapConcurrently(atOnce, subjects, async ({ subject, findings }) =>
		(await remember(subject, findings, ports)) ? subject : [],
	);
	return { subjects: remembered.flat(), next };
}

/** Whether the subject has to be checked. */
async function remember(
	subject: Subject,
	findings: readonly ListedFinding[],
	{ ledger }: EarlierFindingPorts,
): Promise<boolean> {
	let { entry: known } = await ledger.read(arnOf(subject));
	for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
		const entry = entryWith(subject, findings, known);
		// Another delivery may have added them, and the function may have ended before it sent the check.
		if (entry === null) return known?.rules === earlierRules;
		const result = await ledger.write(entry, known?.readAt ?? null);
		if (result.kind === "written") return true;
		known = result.stored;
	}
	throw new TryLaterError("the ledger entry kept changing");
}

/** The entry with the findings of which it knows nothing; null if there are none. */
function entryWith(
	subject: Subject,
	findings: readonly ListedFinding[],
	known: LedgerEntry | null,
): LedgerEntry | null {
	const isKnown = ({ control }: ListedFinding): boolean =>
		(known?.controls[control]?.firstFailed ?? known?.remembered?.[control] ?? null) !== null;
	const unknown = findings.filter((finding) => !isKnown(finding));
	if (unknown.length === 0) return null;
	const created = Object.fromEntries(unknown.map(({ control, createdAt }) => [control, createdAt]));
	const updated = unknown.map(({ updatedAt }) => updatedAt).sort();
	const entry = known ?? {
		subject,
		arn: arnOf(subject),
		state: "present",
		controls: {},
		blocks: [],
		about: {},
		quiet: true,
	};
	return {
		...entry,
		readAt: known === null ? (updated.at(-1) ?? "") : justAfter(known),
		rules: earlierRules,
		remembered: { ...known?.remembered, ...created },
	};
}

/** The subject with an ARN as `arnOf` writes it; null for any other ARN. */
export function subjectOf(arn: string): Subject | null {
	const [, partition = "", service, region = "", account = "", ...rest] = arn.split(":");
	if (partition !== partitionOf(region)) return null;
	const place = { partition, account, region };
	const [kind, ...path] = rest.join(":").split("/");
	const name = path.join("/");
	const [, repository, digest] = /^(.+)\/(sha256:[0-9a-f]{64})$/.exec(name) ?? [];
	const [cluster = "", service_ = ""] = path;
	if (service === "ecr" && kind === "repository") {
		if (repository === undefined || digest === undefined) return { kind, ...place, name };
		return { kind: "image", ...place, repository, digest };
	}
	if (service !== "ecs") return null;
	switch (kind) {
		case "task-definition":
			return { kind, ...place, family: name };
		case "service":
			return { kind, ...place, cluster, name: service_ };
		case "cluster":
		case "capacity-provider":
			return { kind, ...place, name };
		default:
			return null;
	}
}
