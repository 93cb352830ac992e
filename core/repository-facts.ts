import type { Reading, Value } from "./reading.ts";

/** Tags of a resource, for scopes. */
export type ResourceTags = Readonly<Record<string, string>>;
/** `keys`: those that are set, where a value or another tag is not known. */
export type TagsReading = Reading<ResourceTags> & { readonly keys?: readonly string[] };

export interface RepositoryFacts {
	readonly kind: "repository";
	readonly name: string;
	readonly arn: string;
	/** One of four documented values; a string because AWS may add a fifth, which must then be `unknown`. */
	readonly tagMutability: Value<string>;
	/** Filters of the two `…_WITH_EXCLUSION` values: `*` stands for any text; a filter without `*` is an exact tag name. */
	readonly exclusionFilters: Value<readonly Value<string>[]>;
	readonly scanning: Reading<ScanningFacts>;
	/** The repository's own scan on push as a template declares it; null if AWS was read. */
	readonly declaredScanOnPush: Value<boolean> | null;
	/** The policy text as AWS returns it; null if there is none. */
	readonly lifecyclePolicy: Reading<string | null>;
	/** `ecrRepositoryPrefix` of the registry's pull through cache rules. */
	readonly pullThroughCachePrefixes: Reading<readonly string[]>;
	/**
	 * The repository policy as a document (Version, Statement, …), with `Unresolved` in place of values that a template does
	 * not resolve; null if there is none.
	 */
	readonly accessPolicy: Reading<unknown>;
	/** Twelve digits; `ownAccount` (domain/own-account.ts) in a template, which can be deployed to any account. */
	readonly account: Value<string>;
	readonly encryption: Value<EncryptionFacts>;
	/** Every image of the repository, to calculate what a lifecycle policy would free. */
	readonly images: Reading<readonly StoredImage[]>;
	/**
	 * Images of the repository that active services, their rollback revisions or running tasks use. Read only if a lifecycle
	 * rule would expire an image, otherwise empty. `pending`: they were never read, and are being read now.
	 */
	readonly imagesInUse: Reading<readonly ImageInUse[]> & { readonly pending?: true };
	readonly tags: TagsReading;
	/** When AWS was read, ISO 8601. */
	readonly readAt: string;
}

/** BatchGetRepositoryScanningConfiguration: what happens on a push, regardless of the repository's own flag. */
export interface ScanningFacts {
	readonly scanOnPush: boolean;
	/** BASIC or ENHANCED (GetRegistryScanningConfiguration); absent if it was not read. */
	readonly scanType?: string;
	/** SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL; null if the registry does not scan the repository. */
	readonly scanFrequency: string | null;
	/** Registry filters that cover the repository. */
	readonly appliedFilters: readonly string[];
}

export interface EncryptionFacts {
	/** AES256, KMS or KMS_DSSE; AES256 if it is not set. */
	readonly type: Value<string>;
	/** Key ARN, id or alias; null for the AWS managed key. */
	readonly kmsKey: Value<string | null>;
}

export interface ImageInUse {
	readonly digest: string;
	/** For messages: `service shop/web`, `task shop/0a1b…`, `rollback revision web:6 of service shop/web`. */
	readonly usedBy: string;
}

export interface StoredImage {
	readonly digest: string;
	readonly tags: readonly string[];
	/** ISO 8601; null if AWS does not report it. */
	readonly pushedAt: string | null;
	/** ISO 8601; absent if no pull is recorded. */
	readonly lastPulledAt?: string | null;
	/** When it was last restored from the archive, ISO 8601; counts instead of the push. */
	readonly activatedAt?: string | null;
	readonly sizeBytes: number;
	/** Digests that an index refers to; ECR keeps them as long as it keeps the index. */
	readonly children?: readonly string[];
}
