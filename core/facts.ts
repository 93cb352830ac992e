import type { Reading, Value } from "./reading.ts";
import type { TaskDefinitionFacts } from "./task-definition-facts.ts";

export type * from "./task-definition-facts.ts";

/** Tags of a resource, for scopes. */
export type ResourceTags = Readonly<Record<string, string>>;

/** Facts are what AWS (or a file) says, in our own words; the adapters translate, the controls judge. */
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

export interface ImageFacts {
	readonly kind: "image";
	readonly repository: string;
	readonly digest: string;
	readonly arn: string;
	readonly tags: readonly string[];
	readonly pushedAt: string | null;
	/** Why `pushedAt` is null, where AWS did not say: nobody knows then whether the wait for a scan is over. */
	readonly pushTimeUnread?: string;
	readonly sizeBytes: number;
	/** `artifact` is anything that no scanner looks at: a signature, an SBOM, an attestation, a chart. */
	readonly artifact: "image" | "index" | "artifact";
	/** Of the image itself, or of every child when it is an index. */
	readonly scans: Reading<readonly ScanFacts[]>;
	/** Since when a scan result may be waited for: the push, or the event that announced a result. ISO 8601. */
	readonly awaitedSince: string | null;
	readonly readAt: string;
}

export interface ScanFacts {
	readonly digest: string;
	/** DescribeImageScanFindings' imageScanStatus.status, or ABSENT for ScanNotFoundException. */
	readonly status: string;
	readonly description: string;
	readonly completedAt: string | null;
	readonly vulnerabilities: readonly Vulnerability[];
}

export interface Vulnerability {
	/** CVE or vendor id. */
	readonly id: string;
	/** As the scanner says: CRITICAL HIGH MEDIUM LOW INFORMATIONAL UNDEFINED (BASIC) or UNTRIAGED (ENHANCED). */
	readonly severity: string;
	/** ENHANCED only: ACTIVE, SUPPRESSED or CLOSED. */
	readonly status: string;
	/** YES, NO, PARTIAL; null when the scanner does not say. */
	readonly fixAvailable: string | null;
	readonly exploitAvailable: boolean;
	/** 0 to 1; null under BASIC scanning. */
	readonly epss: number | null;
	readonly packageName: string | null;
	readonly installedVersion: string | null;
	readonly fixedVersion: string | null;
	readonly uri: string | null;
}

export interface FactsByKind {
	readonly repository: RepositoryFacts;
	readonly image: ImageFacts;
	readonly "task-definition": TaskDefinitionFacts;
}
export type Facts = FactsByKind[keyof FactsByKind];
