import type { NamedImage } from "../adapters/ecr/named-images.ts";
import type { Facts, ImageFacts, ScanFacts, ServiceFacts, TaskDefinitionFacts, Vulnerability } from "../core/facts.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { isUnresolved, type Reading, wasRead } from "../core/reading.ts";
import { arnOf, type Subject } from "../core/subject.ts";
import type { Verdict } from "../core/verdict.ts";
import { contentHash } from "./content-hash.ts";
import { latestOf } from "./latest-of.ts";

/*
 * Verdicts that depend on other subjects: those of an index on its images, those of a family on its images, their repositories and its
 * services, those of a service on its family and its images. The user is linked to what it depends on, and checked again when the
 * facts of that have changed.
 */

/** For users of whatever image has the tag. */
const tagKeyOf = (repositoryArn: string, tag: string): string => `${repositoryArn}:${tag}`;

/** For a family whose verdicts depend on its services. */
const servicesKeyOf = (familyArn: string): string => `${familyArn}/services`;

/** The keys to which a user of images is linked before AWS is read, so that no change is missed meanwhile. */
export function keysOfUsed(
	user: Subject,
	images: readonly NamedImage[],
	{ readsServices }: { readonly readsServices: boolean },
): readonly string[] {
	const ofImages = images.flatMap(({ repository, tag, digest }) => {
		const arn = arnOf({ ...user, kind: "repository", name: repository });
		const image = digest === null ? tagKeyOf(arn, tag) : arnOf({ ...user, kind: "image", repository, digest });
		return [arn, image];
	});
	return [...new Set([...ofImages, ...(readsServices ? [servicesKeyOf(arnOf(user))] : [])])];
}

/**
 * A hash of the facts on which verdicts of other subjects depend, whatever their order, so that a check that read the same has no user
 * checked; undefined for kinds on which none depend in this way.
 */
export function hashForUsers(facts: Facts): string | undefined {
	const relevant = factsForUsers(facts);
	return relevant === null ? undefined : contentHash(relevant);
}

function factsForUsers(facts: Facts): unknown {
	switch (facts.kind) {
		case "repository":
			return [facts.tagMutability, isUnresolved(facts.exclusionFilters) ? null : facts.exclusionFilters.toSorted()];
		case "image": {
			const { artifact, tags, pushedAt, pushTimeUnread = null, scans } = facts;
			// The wait for a scan begins with the push.
			return [
				artifact,
				tags.toSorted(),
				pushedAt,
				pushTimeUnread,
				wasRead(scans) ? sorted(scans.value, scanForUsers) : scans,
			];
		}
		case "service":
			return [
				familyOf(facts),
				facts.launchTypes,
				[...new Set(sorted(facts.platformVersions, ({ version, family }) => [version, family]))],
			];
		default:
			return null;
	}
}

/**
 * What controls read of a scan, its digest, and when it ended: a user may have read the result of a scan between two with the same result
 * of which no event was received.
 */
const scanForUsers = ({ digest, status, description, completedAt, vulnerabilities }: ScanFacts) => [
	digest,
	status,
	description,
	completedAt,
	sorted(vulnerabilities, vulnerabilityForUsers),
];

/** All fields are in findings but the status, which only decides whether the vulnerability counts. */
function vulnerabilityForUsers({ status, ...reported }: Vulnerability) {
	return [status === "CLOSED" || status === "SUPPRESSED", Object.entries(reported).sort()];
}

/** As JSON, because values without an order have to be compared. */
const sorted = <T>(values: readonly T[], relevant: (value: T) => unknown): readonly string[] =>
	values.map((value) => JSON.stringify(relevant(value))).sort();

const familyOf = ({ definition }: ServiceFacts): string | null =>
	wasRead(definition) ? (definition.value?.family ?? null) : definition.unread;

/** What users of an image depend on in addition to its verdicts. */
export interface ImageNow {
	readonly tags: readonly string[];
	/** When it was pushed or its last scan ended, ISO 8601; null if that could not be read. */
	readonly changedAt: string | null;
}

export function imageNow({ tags, pushedAt, scans }: ImageFacts): ImageNow {
	const ended = wasRead(scans) ? scans.value.map(({ completedAt }) => completedAt) : [];
	return { tags, changedAt: latestOf([pushedAt, ...ended]) };
}

/** The keys under which users of a subject are linked, by its entries before and after a check, and the tags of an image now. */
export function keysOfUsers(
	subject: Subject,
	tags: readonly string[],
	...entries: readonly (LedgerEntry | null)[]
): readonly string[] {
	const valuesOf = (key: string): readonly string[] => entries.flatMap((entry) => entry?.about[key] ?? []);
	switch (subject.kind) {
		case "image": {
			const repository = arnOf({ ...subject, kind: "repository", name: subject.repository });
			const known = valuesOf("tags").flatMap((text) => text.split(","));
			return [arnOf(subject), ...new Set([...tags, ...known].map((tag) => tagKeyOf(repository, tag)))];
		}
		case "service": {
			const families = valuesOf("runs").flatMap((text) => text.split(":")[0] ?? []);
			const keys = families.map((family) => servicesKeyOf(arnOf({ ...subject, kind: "task-definition", family })));
			return [arnOf(subject), ...new Set(keys)];
		}
		default:
			return [arnOf(subject)];
	}
}

/** ARNs of the images that the containers run, as far as they could be read. */
export function imagesIn({ containers }: TaskDefinitionFacts): readonly string[] {
	if (isUnresolved(containers)) return [];
	return [
		...new Set(containers.flatMap(({ registryImage }) => (wasRead(registryImage) ? registryImage.value.arn : []))),
	];
}

/** Whether the facts on which verdicts of other subjects depend have changed; null if the entries do not say so. */
export function haveFactsChanged(before: LedgerEntry | null, after: LedgerEntry): boolean | null {
	if (before?.facts === undefined && after.facts === undefined) return null;
	return before?.facts !== after.facts;
}

/**
 * Whether the verdicts on a family stay as they are until its revision, the rules or a subject changes to which it is linked: no fact is
 * missing that AWS may have returned the next time, and none of the verdicts ends with time. `verdicts`: on each of its containers,
 * because what the ledger keeps is the worst of them, behind which a waiver may expire.
 */
export function isSettled(
	{ containers, platformVersions, tags }: TaskDefinitionFacts,
	verdicts: readonly Verdict[],
): boolean {
	if (verdicts.some(mayEnd)) return false;
	if (isUnresolved(containers) || isUnresolved(platformVersions) || !wasRead(tags)) return false;
	return containers.every(({ imageRepository, registryImage }) => {
		if (!isLasting(imageRepository) || !isLasting(registryImage)) return false;
		return !wasRead(registryImage) || wasRead(registryImage.value.scans);
	});
}

const mayEnd = ({ pending, waivers = [] }: Verdict): boolean =>
	pending === true || waivers.some(({ effect }) => effect === "hides");

const isLasting = (reading: Reading<unknown>): boolean => wasRead(reading) || reading.isLasting === true;
