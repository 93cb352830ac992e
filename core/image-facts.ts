import type { Reading } from "./reading.ts";

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
