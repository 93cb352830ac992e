import type { Reading, Value } from "./reading.ts";

/** Tags of a resource, for scopes. */
export type ResourceTags = Readonly<Record<string, string>>;

export interface RepositoryFacts {
	readonly kind: "repository";
	readonly name: string;
	readonly arn: string;
	/** One of four documented values; kept as text because AWS may add a fifth, which must then be `unknown`. */
	readonly tagMutability: Value<string>;
	/** Filters of the two `…_WITH_EXCLUSION` values: `*` stands for any text, without `*` it is an exact tag name. */
	readonly exclusionFilters: readonly string[];
	readonly scanning: Reading<ScanningFacts>;
	/** What a template says of the repository's own scan on push, where the registry's part is not known; null where AWS was asked. */
	readonly declaredScanOnPush: Value<boolean> | null;
	/** The policy text as AWS holds it; null when there is none. */
	readonly lifecyclePolicy: Reading<string | null>;
	/** `ecrRepositoryPrefix` of the registry's pull through cache rules. */
	readonly pullThroughCachePrefixes: Reading<readonly string[]>;
	/**
	 * The repository policy as a document (Version, Statement, ...), with `Unresolved` in place of what a template leaves
	 * open; null when there is none.
	 */
	readonly accessPolicy: Reading<unknown>;
	/** Twelve digits; `ownAccount` (core/own-account.ts) in a template that is deployed to whatever account. */
	readonly account: Value<string>;
	readonly encryption: Value<EncryptionFacts>;
	/** Every image of the repository, for what a lifecycle policy would free. */
	readonly images: Reading<readonly StoredImage[]>;
	/**
	 * Images of the repository that active services, their rollback revisions or running tasks use; from AWS only asked for
	 * where a lifecycle rule would take an image away, else empty.
	 */
	readonly imagesInUse: Reading<readonly ImageInUse[]>;
	readonly tags: Reading<ResourceTags>;
	/** When AWS was read, ISO 8601. */
	readonly readAt: string;
}

/** BatchGetRepositoryScanningConfiguration: what really happens on a push, whatever the repository's own flag says. */
export interface ScanningFacts {
	readonly scanOnPush: boolean;
	/** BASIC or ENHANCED (GetRegistryScanningConfiguration); absent when the registry was not asked. */
	readonly scanType?: string;
	/** SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL; absent when the registry does not scan the repository at all. */
	readonly scanFrequency: string | null;
	/** Registry filters that cover the repository. */
	readonly appliedFilters: readonly string[];
}

export interface EncryptionFacts {
	/** AES256, KMS or KMS_DSSE; AES256 when nothing is written. */
	readonly type: Value<string>;
	/** Key ARN, id or alias; null for the key that AWS manages. */
	readonly kmsKey: Value<string | null>;
}

export interface ImageInUse {
	readonly digest: string;
	/** For people: `service shop/web`, `task shop/0a1b…`, `rollback revision web:6 of service shop/web`. */
	readonly usedBy: string;
}

export interface StoredImage {
	readonly digest: string;
	readonly tags: readonly string[];
	/** ISO 8601; null when AWS does not say. */
	readonly pushedAt: string | null;
	/** ISO 8601; absent when nobody has pulled it since AWS records that. */
	readonly lastPulledAt?: string | null;
	/** When it was last restored from the archive, ISO 8601: takes the place of the push. */
	readonly activatedAt?: string | null;
	readonly sizeBytes: number;
	/** Digests that an index refers to: ECR keeps them as long as it keeps the index. */
	readonly children?: readonly string[];
}
