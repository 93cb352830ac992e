import type { LedgerEntry } from "../../core/ledger.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { boundedFindingId } from "../security-hub/finding-id.ts";

/*
 * Pages of the AWS console. AWS documents their addresses nowhere as a whole; these are the ones that the console itself shows,
 * and that AWS's own action for deployments to ECS prints (in aws and aws-cn).
 */

/** The host name of each partition's console, without the Region prefix. */
const consoles: ReadonlyMap<string, string> = new Map([
	["aws", "console.aws.amazon.com"],
	["aws-cn", "console.amazonaws.cn"],
	["aws-us-gov", "console.amazonaws-us-gov.com"],
]);

/** A link counts towards the length of its text; a longer one is left out. */
const maxCharacters = 2_000;

/** Null in a partition whose console host is unknown. `page`: path, query and fragment. */
function consoleLink({ partition, region }: AccountRegion, page: string): string | null {
	const host = consoles.get(partition);
	if (host === undefined || !/^[a-z0-9-]+$/.test(region)) return null;
	const link = `https://${region}.${host}/${page}`;
	return link.length <= maxCharacters ? link : null;
}

/** The finding of a control on the entry's subject, in Security Hub. */
export const findingLink = (control: string, { subject, arn }: Pick<LedgerEntry, "subject" | "arn">): string | null =>
	findingsLink(subject, "Id", boundedFindingId(control, arn));

/** All findings on the entry's subject. */
export const subjectFindingsLink = ({ subject, arn }: Pick<LedgerEntry, "subject" | "arn">): string | null =>
	findingsLink(subject, "ResourceId", arn);

/** All findings of Shipshape. */
export const allFindingsLink = (place: AccountRegion): string | null => findingsLink(place, "ProductName", "Shipshape");

function findingsLink(place: AccountRegion, field: string, value: string): string | null {
	// The console's search is a query in the fragment; the filters in it are encoded a second time.
	const filter = encode(`\\operator\\:EQUALS\\:${value}`);
	const search = encode(`${field}=${filter}`);
	return consoleLink(place, `securityhub/home?region=${place.region}#/findings?search=${search}`);
}

/** The subject itself; null if the console has no page of its own for it. */
export function subjectLink({ subject, about }: Pick<LedgerEntry, "subject" | "about">): string | null {
	const page = pageOf(subject, about["revision"]);
	return page === null ? null : consoleLink(subject, `${page}?region=${subject.region}`);
}

function pageOf(subject: LedgerEntry["subject"], revision: string | undefined): string | null {
	const repository = (name: string) =>
		`ecr/repositories/private/${encode(subject.account)}/${name.split("/").map(encode).join("/")}`;
	switch (subject.kind) {
		case "repository":
			return repository(subject.name);
		case "image":
			return `${repository(subject.repository)}/_/image/${encode(subject.digest).replace("%3A", ":")}/details`;
		case "task-definition": {
			const family = `ecs/v2/task-definitions/${encode(subject.family)}`;
			return revision === undefined ? family : `${family}/${encode(revision)}/containers`;
		}
		case "service":
			return `ecs/v2/clusters/${encode(subject.cluster)}/services/${encode(subject.name)}/health`;
		case "cluster":
			return `ecs/v2/clusters/${encode(subject.name)}/services`;
		case "capacity-provider":
			return null;
	}
}

const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
