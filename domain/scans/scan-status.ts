import type { ImageFacts, ScanFacts } from "../../core/facts.ts";
import { cut, oneLine } from "../../core/text.ts";

/** What a scan's state means for somebody who wants to know what is in the image. */
export type ScanMeaning =
	/** The result is there. */
	| { readonly kind: "result" }
	/** No result yet. */
	| { readonly kind: "awaited"; readonly because: string }
	/** There will be no result unless somebody does something. */
	| { readonly kind: "failed"; readonly because: string; readonly advice: string }
	| { readonly kind: "strange"; readonly because: string };

const failed = (because: string, advice: string): ScanMeaning => ({ kind: "failed", because, advice });

/** ScanNotFoundException: told apart from the states that AWS itself reports. */
export const absent = "ABSENT";

const rescan = "aws ecr start-image-scan (BASIC scanning, once in 24 hours), or push the image again";

/**
 * Every documented state of a scan, and ABSENT.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html and
 * …/userguide/image-scanning-troubleshooting.html, read 2026-11-21.
 */
const meanings: ReadonlyMap<string, ScanMeaning> = new Map<string, ScanMeaning>([
	["COMPLETE", { kind: "result" }],
	["ACTIVE", { kind: "result" }],
	["IN_PROGRESS", { kind: "awaited", because: "is being scanned" }],
	["PENDING", { kind: "awaited", because: "waits for its scan" }],
	[absent, { kind: "awaited", because: "has no scan (ScanNotFoundException)" }],
	["FAILED", failed("could not be scanned: the scan failed", `Start the scan again: ${rescan}.`)],
	[
		"UNSUPPORTED_IMAGE",
		failed(
			"cannot be scanned: its operating system or media type is not supported",
			"Build it on a distribution that the scanner supports; what is built from scratch ECR cannot look into, such an image needs a scan in the pipeline.",
		),
	],
	[
		"SCAN_ELIGIBILITY_EXPIRED",
		failed(
			"is no longer scanned: its re-scan duration in Amazon Inspector is over",
			"Push a fresh build, or lengthen the ECR re-scan duration in Amazon Inspector; if nothing runs the image, delete it.",
		),
	],
	[
		"FINDINGS_UNAVAILABLE",
		failed(
			"was scanned, but its findings are not available",
			`Scan it again: ${rescan}. After a change between BASIC and ENHANCED scanning earlier results are hidden.`,
		),
	],
	[
		"LIMIT_EXCEEDED",
		failed(
			"was not scanned: a limit of the scanner is exceeded",
			`Wait until the quota of scans is free again (BASIC: one scan of an image in 24 hours), then: ${rescan}.`,
		),
	],
	[
		"IMAGE_ARCHIVED",
		failed(
			"cannot be scanned: it is in the archive",
			"Restore it (aws ecr update-image-storage-class --target-storage-class STANDARD) if it is still used, else let the lifecycle policy expire it.",
		),
	],
	[
		"IMAGE_SIZE_EXCEEDED",
		failed(
			"was not scanned: it is larger than the scanner takes",
			"Make it smaller: a multi-stage build, a slimmer base image, no data in layers.",
		),
	],
]);

/** What to do about an image that nobody ever scanned; `control`: the id of the one that asks for scanning. */
export const neverScanned = (control: string): string =>
	`Turn on scanning for its repository (${control}), then: ${rescan}.`;

export function meaningOf(status: string): ScanMeaning {
	return (
		meanings.get(status) ?? {
			kind: "strange",
			because: `has a scan in a state that is not known here ("${cut(oneLine(status), 64)}")`,
		}
	);
}

/** Whether a result may still come by itself: the last of the minutes to wait is not over yet. */
export function mayStillCome(facts: ImageFacts, scanWait: readonly number[]): boolean {
	if (facts.awaitedSince === null) return false;
	return Date.parse(facts.readAt) < Date.parse(facts.awaitedSince) + Math.max(0, ...scanWait) * 60_000;
}

/** What AWS says about a scan, where that is more than its name. */
export function scanDescription({ description }: ScanFacts): string {
	const text = cut(oneLine(description).replace(/\.$/, ""), 200);
	return text === "" ? "" : `: ${text}`;
}

/** `sha256:` and twelve digits: enough to recognise it, short enough to read. */
const shortDigest = (digest: string): string => digest.slice(0, "sha256:".length + 12);

/** The scanned image in a sentence: the child that is meant when the subject is an index. */
export function scannedName(facts: ImageFacts, scan: ScanFacts): string {
	return scan.digest === facts.digest ? "the image" : `its child ${shortDigest(scan.digest)}`;
}

/** Exact values of a scan: its state, and which child of an index it is about. */
export function scanFields(facts: ImageFacts, scan: ScanFacts): Readonly<Record<string, string>> {
	return { scanStatus: scan.status, ...(scan.digest === facts.digest ? {} : { scannedDigest: scan.digest }) };
}
