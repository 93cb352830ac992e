import type { Facts, ImageFacts, RepositoryFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { isUnresolved } from "../../core/reading.ts";
import type { Random } from "./random.ts";

const reason = "ecr:DescribeImageScanFindings was denied (AccessDeniedException)";
const longestMs = 1_200_000;

/**
 * Some histories have a period in which ECR denies part of what is read, which no retry helps against (fault row A06). Applied to answers
 * that have arrived: one that was lost did not say that it was denied.
 */
export class Denials {
	readonly #time: () => number;
	readonly #period: { readonly from: number; readonly until: number } | null;
	/** ARNs, and the readings whose last answer was denied. */
	readonly #denied = new Set<string>();

	/** `time`: epoch milliseconds. */
	constructor(random: Random, time: () => number, endAt: number) {
		this.#time = time;
		const from = time() + random.between(0, longestMs);
		this.#period = random.chance(0.1)
			? { from, until: Math.min(endAt, from + random.between(60_000, longestMs)) }
			: null;
	}

	readonly repository = (facts: RepositoryFacts | null): RepositoryFacts | null => {
		if (facts === null || !this.#isDenied(facts)) return facts;
		return { ...facts, tagMutability: { unresolved: reason }, lifecyclePolicy: { unread: reason } };
	};

	readonly image = (facts: ImageFacts | null): ImageFacts | null =>
		facts === null || !this.#isDenied(facts) ? facts : { ...facts, scans: { unread: reason } };

	readonly containerImages = (facts: TaskDefinitionFacts): TaskDefinitionFacts => {
		const { containers } = facts;
		if (isUnresolved(containers) || !this.#isDenied(facts)) return facts;
		return { ...facts, containers: containers.map((one) => ({ ...one, registryImage: { unread: reason } })) };
	};

	/** Whether the reading was denied that led to an entry. */
	wasDenied({ arn, readAt, about }: Pick<LedgerEntry, "arn" | "readAt" | "about">): boolean {
		return this.#denied.has(readingOf(arn, readAt, about["revision"]));
	}

	/** Whether any reading of a subject was denied. */
	wasEverDenied(arn: string): boolean {
		return this.#denied.has(arn);
	}

	#isDenied(facts: Facts): boolean {
		const time = this.#time();
		const isDenied = this.#period !== null && time >= this.#period.from && time < this.#period.until;
		const revision = facts.kind === "task-definition" ? String(facts.revision) : undefined;
		const reading = readingOf(facts.arn, facts.readAt, revision);
		if (isDenied) this.#denied.add(facts.arn).add(reading);
		else this.#denied.delete(reading);
		return isDenied;
	}
}

/** One check reads several revisions of a family. */
const readingOf = (arn: string, readAt: string, revision = ""): string => `${arn} ${readAt} ${revision}`;
