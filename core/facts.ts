import type { Reading, Value } from "./reading.ts";

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
	/** The policy text as AWS holds it; null when there is none. */
	readonly lifecyclePolicy: Reading<string | null>;
	/** `ecrRepositoryPrefix` of the registry's pull through cache rules. */
	readonly pullThroughCachePrefixes: Reading<readonly string[]>;
	/** Every image of the repository, for what a lifecycle policy would free. */
	readonly images: Reading<readonly StoredImage[]>;
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

export interface StoredImage {
	readonly digest: string;
	readonly tags: readonly string[];
	/** ISO 8601; null when AWS does not say. */
	readonly pushedAt: string | null;
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

export interface TaskDefinitionFacts {
	readonly kind: "task-definition";
	readonly family: string;
	/** The family's ARN, without a revision; a path when the definition came from a file. */
	readonly arn: string;
	/** Of the revision that was judged; null in a file. */
	readonly revision: number | null;
	/** ACTIVE, INACTIVE or DELETE_IN_PROGRESS; null in a file. */
	readonly status: string | null;
	/** Who mounts: ECS leaves tmpfs options to the caller, Docker adds noexec, nosuid, nodev by itself. */
	readonly engine: "ecs" | "docker";
	readonly operatingSystem: Value<"linux" | "windows">;
	/** EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES. */
	readonly compatibilities: readonly string[];
	/** Fargate platform versions that services of the same template or account pin; empty means the latest. */
	readonly platformVersions: Value<readonly string[]>;
	/** Task-level hard limit in MiB; null when there is none. */
	readonly memoryMiB: Value<number | null>;
	readonly containers: Value<readonly ContainerFacts[]>;
	readonly readAt: string;
}

export interface ContainerFacts {
	readonly name: string;
	readonly image: Value<string | null>;
	/** Null when it is not written: the engine's default is false. */
	readonly readonlyRootFilesystem: Value<boolean | null>;
	/** Hard limit in MiB. */
	readonly memoryMiB: Value<number | null>;
	/** Soft limit in MiB: does not bound anything. */
	readonly memoryReservationMiB: Value<number | null>;
	readonly tmpfs: Value<readonly TmpfsFacts[]>;
	readonly mounts: Value<readonly MountFacts[]>;
}

export interface TmpfsFacts {
	readonly path: Value<string>;
	/** Null when it is not written. */
	readonly sizeMiB: Value<number | null>;
	readonly options: Value<readonly string[]>;
}

export interface MountFacts {
	readonly path: Value<string>;
	/** Volume name, or the host's path for a bind mount; null when the source is anonymous. */
	readonly source: Value<string | null>;
	readonly readOnly: Value<boolean>;
}

export interface FactsByKind {
	readonly repository: RepositoryFacts;
	readonly image: ImageFacts;
	readonly "task-definition": TaskDefinitionFacts;
}
export type Facts = FactsByKind[keyof FactsByKind];
