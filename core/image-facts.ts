import type { Reading } from "./reading.ts";

export interface ImageFacts {
	readonly kind: "image";
	readonly repository: string;
	readonly digest: string;
	readonly arn: string;
	readonly tags: readonly string[];
	readonly pushedAt: string | null;
	/** Why `pushedAt` could not be read; it is then unknown whether the wait for a scan is over. */
	readonly pushTimeUnread?: string;
	readonly sizeBytes: number;
	/** `artifact`: anything that is not scanned, such as a signature, an SBOM, an attestation or a chart. */
	readonly artifact: "image" | "index" | "artifact";
	/** Of the image itself, or of every child image of an index. */
	readonly scans: Reading<readonly ScanFacts[]>;
	/** The start of the wait for a scan result: the push, or the event that announced a result. ISO 8601. */
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
	/** As the scanner reports it: CRITICAL HIGH MEDIUM LOW INFORMATIONAL UNDEFINED (BASIC) or UNTRIAGED (ENHANCED). */
	readonly severity: string;
	/** ENHANCED only: ACTIVE, SUPPRESSED or CLOSED. */
	readonly status: string;
	/** YES, NO or PARTIAL; null if the scanner does not report it. */
	readonly fixAvailable: string | null;
	readonly exploitAvailable: boolean;
	/** 0 to 1; null under BASIC scanning. */
	readonly epss: number | null;
	readonly packageName: string | null;
	readonly installedVersion: string | null;
	readonly fixedVersion: string | null;
	readonly uri: string | null;
}
