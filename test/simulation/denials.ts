import type { ImageFacts, RepositoryFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import type { Random } from "./random.ts";

const reason = "ecr:DescribeImageScanFindings was denied (AccessDeniedException)";
const longestMs = 1_200_000;

/** Some histories have a period in which ECR denies part of what is read, which no retry helps against (fault row A06). */
export class Denials {
	readonly #time: () => number;
	readonly #period: { readonly from: number; readonly until: number } | null;
	/** ARNs, and each with the `readAt` of a check whose last reading was denied. */
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

	/** Whether a reading of a subject was denied: the last one of the check that began at `readAt`, or one at all. */
	wasDenied(arn: string, readAt?: string): boolean {
		return this.#denied.has(readAt === undefined ? arn : `${arn} ${readAt}`);
	}

	#isDenied({ arn, readAt }: { readonly arn: string; readonly readAt: string }): boolean {
		const time = this.#time();
		const isDenied = this.#period !== null && time >= this.#period.from && time < this.#period.until;
		// A check of a family reads the revision that it judges last.
		if (isDenied) this.#denied.add(arn).add(`${arn} ${readAt}`);
		else this.#denied.delete(`${arn} ${readAt}`);
		return isDenied;
	}
}
