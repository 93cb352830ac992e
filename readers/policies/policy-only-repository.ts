import type { RepositoryFacts } from "../../core/facts.ts";
import type { Value } from "../../core/reading.ts";

/** What a file with a policy reveals about its repository. */
interface Known {
	readonly name: string;
	readonly arn: string;
	readonly account: Value<string>;
	readonly readAt: string;
}

const reason = "the file contains only a policy";
const unread = { unread: reason };
const unresolved = { unresolved: reason };

/** A repository whose only known fact is a policy. */
export function policyOnlyRepository(
	known: Known,
	policy: Partial<Pick<RepositoryFacts, "lifecyclePolicy" | "accessPolicy">>,
): RepositoryFacts {
	return {
		kind: "repository",
		...known,
		tagMutability: unresolved,
		exclusionFilters: [],
		scanning: unread,
		declaredScanOnPush: unresolved,
		lifecyclePolicy: unread,
		pullThroughCachePrefixes: unread,
		accessPolicy: unread,
		encryption: unresolved,
		images: { ...unread, needsAws: true },
		imagesInUse: { ...unread, needsAws: true },
		tags: unread,
		...policy,
	};
}
