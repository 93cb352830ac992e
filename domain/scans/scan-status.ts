import type { ImageFacts, ScanFacts } from "../../core/facts.ts";
import { toSingleLine, truncate } from "../../core/text.ts";

/** What the state of a scan means for its result. */
export type ScanOutcome =
	/** The result is available. */
	| { readonly kind: "result" }
	/** No result yet. */
	| { readonly kind: "awaited"; readonly because: string }
	/** No result without further action. */
	| { readonly kind: "failed"; readonly because: string; readonly advice: string }
	| { readonly kind: "unrecognized"; readonly because: string };

const failed = (because: string, advice: string): ScanOutcome => ({ kind: "failed", because, advice });

/** State for a ScanNotFoundException; not one of those that AWS reports. */
export const scanAbsent = "ABSENT";

/** State of a child that an index lists and the repository does not hold; not one of those that AWS reports. */
export const childMissing = "MISSING";

const rescan = "aws ecr start-image-scan (BASIC scanning, once in 24 hours), or push the image again";

/**
 * Every documented state of a scan, ABSENT and MISSING.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html and
 * …/userguide/image-scanning-troubleshooting.html, read 2026-11-21.
 */
const meanings: ReadonlyMap<string, ScanOutcome> = new Map<string, ScanOutcome>([
	["COMPLETE", { kind: "result" }],
	["ACTIVE", { kind: "result" }],
	["IN_PROGRESS", { kind: "awaited", because: "is being scanned" }],
	["PENDING", { kind: "awaited", because: "is waiting to be scanned" }],
	[scanAbsent, { kind: "awaited", because: "has no scan (ScanNotFoundException)" }],
	["FAILED", failed("could not be scanned because the scan failed", `Start the scan again: ${rescan}.`)],
	[
		"UNSUPPORTED_IMAGE",
		failed(
			"cannot be scanned because its operating system or media type is not supported",
			"Build it on a distribution that the scanner supports; ECR cannot scan images built from scratch, so scan such an image in the pipeline.",
		),
	],
	[
		"SCAN_ELIGIBILITY_EXPIRED",
		failed(
			"is no longer scanned because its re-scan duration in Amazon Inspector has ended",
			"Push a fresh build, or extend the ECR re-scan duration in Amazon Inspector; if nothing runs the image, delete it.",
		),
	],
	[
		"FINDINGS_UNAVAILABLE",
		failed(
			"was scanned, but its findings are not available",
			`Scan it again: ${rescan}. After a change between BASIC and ENHANCED scanning, earlier results are hidden.`,
		),
	],
	[
		"LIMIT_EXCEEDED",
		failed(
			"was not scanned because a scanner limit was exceeded",
			`Wait until the scan quota resets, then scan it again: ${rescan}.`,
		),
	],
	[
		"IMAGE_ARCHIVED",
		failed(
			"cannot be scanned because it is archived",
			"Restore it (aws ecr update-image-storage-class --target-storage-class STANDARD) if it is still used; otherwise let the lifecycle policy expire it.",
		),
	],
	[
		childMissing,
		failed(
			"is not in the repository",
			"Push that image again, or push an index that does not list it: until then, its platform cannot be pulled.",
		),
	],
	[
		"IMAGE_SIZE_EXCEEDED",
		failed(
			"was not scanned because it is larger than the scanner supports",
			"Make it smaller: use a multi-stage build and a slimmer base image, and keep data out of the layers.",
		),
	],
]);

/** Remediation for an image that was never scanned; `control`: the id of the control that requires scanning. */
export const neverScanned = (control: string): string =>
	`Turn on scanning for its repository (${control}), then scan it: ${rescan}.`;

/**
 * BASIC scanning reports an operating system that it does not support, and an image built from scratch, as FAILED with this error.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-troubleshooting.html, read 2026-11-30.
 */
const unsupportedImage = /^UnsupportedImageError\b/;

export function scanOutcomeOf({ status, description }: Pick<ScanFacts, "status" | "description">): ScanOutcome {
	const isUnsupported = status === "FAILED" && unsupportedImage.test(description);
	return (
		meanings.get(isUnsupported ? "UNSUPPORTED_IMAGE" : status) ?? {
			kind: "unrecognized",
			because: `has a scan in an unrecognized state ("${truncate(toSingleLine(status), 64)}")`,
		}
	);
}

/** Whether a result may still arrive without action: the longest wait is not over yet. */
export function isResultPending(facts: ImageFacts, scanWait: readonly number[]): boolean {
	if (facts.awaitedSince === null) return false;
	return Date.parse(facts.readAt) < Date.parse(facts.awaitedSince) + Math.max(0, ...scanWait) * 60_000;
}

/** Whether an image has no scan result and none is awaited: `image/scanned` fails, and nothing is known against the image. */
export function isUnscanned(facts: ImageFacts, scan: ScanFacts, scanWait: readonly number[]): boolean {
	if (scanOutcomeOf(scan).kind === "failed") return true;
	return scan.status === scanAbsent && facts.pushTimeUnread === undefined && !isResultPending(facts, scanWait);
}

/** The description that AWS gives of a scan's state, in parentheses; empty if there is none. */
export function scanDescription({ description }: ScanFacts): string {
	const text = truncate(toSingleLine(description).replace(/\.$/, ""), 200);
	return text === "" ? "" : ` (AWS reports "${text}")`;
}

/** `sha256:` and twelve digits: enough to recognize the image. */
const shortDigest = (digest: string): string => digest.slice(0, "sha256:".length + 12);

/** Names the scanned image in a sentence; a child when the subject is an index. */
export function scannedName(facts: ImageFacts, scan: ScanFacts): string {
	return scan.digest === facts.digest ? "the image" : `its child ${shortDigest(scan.digest)}`;
}

/** A finding's fields for a scan: its state and, in an index, the digest of the scanned child. */
export function scanFields(facts: ImageFacts, scan: ScanFacts): Readonly<Record<string, string>> {
	return { scanStatus: scan.status, ...(scan.digest === facts.digest ? {} : { scannedDigest: scan.digest }) };
}
