import { describe, expect, test } from "@jest/globals";
import {
	childMissing,
	isResultPending,
	scanAbsent,
	scanDescription,
	scanFields,
	scannedName,
	scanOutcomeOf,
} from "../../../domain/scans/scan-status.ts";
import { aDigest, anImage, aScan } from "../../support/builders.ts";

const rescan = "aws ecr start-image-scan (BASIC scanning, once in 24 hours), or push the image again";

describe("classifies the state of a scan:", () => {
	test.each([
		["COMPLETE", { kind: "result" }],
		["ACTIVE", { kind: "result" }],
		["IN_PROGRESS", { kind: "awaited", because: "is being scanned" }],
		["PENDING", { kind: "awaited", because: "is waiting to be scanned" }],
		[scanAbsent, { kind: "awaited", because: "has no scan (ScanNotFoundException)" }],
		[childMissing, { kind: "failed", because: "is not in the repository" }],
		["FAILED", { kind: "failed", because: "could not be scanned because the scan failed" }],
		[
			"UNSUPPORTED_IMAGE",
			{ kind: "failed", because: "cannot be scanned because its operating system or media type is not supported" },
		],
		[
			"SCAN_ELIGIBILITY_EXPIRED",
			{ kind: "failed", because: "is no longer scanned because its re-scan duration in Amazon Inspector has ended" },
		],
		["FINDINGS_UNAVAILABLE", { kind: "failed", because: "was scanned, but its findings are not available" }],
		["LIMIT_EXCEEDED", { kind: "failed", because: "was not scanned because a scanner limit was exceeded" }],
		["IMAGE_ARCHIVED", { kind: "failed", because: "cannot be scanned because it is archived" }],
		[
			"IMAGE_SIZE_EXCEEDED",
			{ kind: "failed", because: "was not scanned because it is larger than the scanner supports" },
		],
		["complete", { kind: "unrecognized", because: 'has a scan in an unrecognized state ("complete")' }],
		["", { kind: "unrecognized", because: 'has a scan in an unrecognized state ("")' }],
		["A\nB", { kind: "unrecognized", because: 'has a scan in an unrecognized state ("A B")' }],
		["S".repeat(65), { kind: "unrecognized", because: `has a scan in an unrecognized state ("${"S".repeat(63)}…")` }],
	])("%s", (status, meaning) => {
		expect(scanOutcomeOf(aScan({ status }))).toMatchObject(meaning);
	});

	test.each([
		["FAILED", `Start the scan again: ${rescan}.`],
		["UNSUPPORTED_IMAGE", /^Build it on a distribution that the scanner supports/],
		["SCAN_ELIGIBILITY_EXPIRED", /^Push a fresh build, or extend the ECR re-scan duration/],
		["FINDINGS_UNAVAILABLE", `Scan it again: ${rescan}.`],
		["LIMIT_EXCEEDED", `then scan it again: ${rescan}.`],
		["IMAGE_ARCHIVED", /^Restore it \(aws ecr update-image-storage-class --target-storage-class STANDARD\)/],
		["IMAGE_SIZE_EXCEEDED", /^Make it smaller/],
	])("gives the remediation for %s", (status, advice) => {
		const meaning = scanOutcomeOf(aScan({ status }));
		const said = meaning.kind === "failed" ? meaning.advice : "";
		if (typeof advice === "string") expect(said).toContain(advice);
		else expect(said).toMatch(advice);
	});
});

describe("FAILED is read with its description:", () => {
	const unsupported = scanOutcomeOf(aScan({ status: "UNSUPPORTED_IMAGE" }));
	test.each([
		["UnsupportedImageError: The operating system and/or package manager are not supported.", unsupported],
		["UnsupportedImageError", unsupported],
		["UnsupportedImageErrors were not found.", scanOutcomeOf(aScan({ status: "FAILED", description: "" }))],
		["The scan did not end; no UnsupportedImageError.", scanOutcomeOf(aScan({ status: "FAILED", description: "" }))],
	])("%s", (description, meaning) => {
		expect(scanOutcomeOf(aScan({ status: "FAILED", description }))).toEqual(meaning);
	});

	test("the description of another state changes nothing", () => {
		expect(scanOutcomeOf(aScan({ status: "COMPLETE", description: "UnsupportedImageError: x" })).kind).toBe("result");
	});
});

describe("whether a result may still arrive", () => {
	const stillComing = (
		minutes: number,
		scanWait: readonly number[],
		awaitedSince: string | null = "2026-11-21T11:00:00Z",
	) => {
		const readAt = new Date(Date.parse("2026-11-21T11:00:00Z") + minutes * 60_000).toISOString();
		return isResultPending(anImage({ awaitedSince, readAt }), scanWait);
	};
	test.each<[string, boolean, boolean]>([
		["at once", stillComing(0, [5]), true],
		["until the last of the minutes to wait", stillComing(29.99, [5, 30, 10]), true],
		["not any more when it is over", stillComing(30, [5, 30, 10]), false],
		["not without a wait", stillComing(0, []), false],
		["as without a wait when the wait is negative", stillComing(-0.5, [-1]), true],
		["not where nothing is awaited", stillComing(0, [5], null), false],
	])("%s", (_, said, expected) => {
		expect(said).toBe(expected);
	});
});

test.each([
	["", ""],
	[".", ""],
	["Done.", ' (AWS reports "Done")'],
	["Done. Really", ' (AWS reports "Done. Really")'],
	["It failed..", ' (AWS reports "It failed.")'],
	["a\nb", ' (AWS reports "a b")'],
	["d".repeat(201), ` (AWS reports "${"d".repeat(199)}…")`],
])("appends the description %j as %j", (description, text) => {
	expect(scanDescription(aScan({ description }))).toBe(text);
});

test("names a child of an index by the beginning of its digest, and reports the full digest in the fields", () => {
	const image = anImage();
	const child = aScan({ digest: `sha256:${"0123456789abcdef".repeat(4)}`, status: "ACTIVE" });
	expect(scannedName(image, child)).toBe("its child sha256:0123456789ab");
	expect(scanFields(image, child)).toEqual({ scanStatus: "ACTIVE", scannedDigest: child.digest });
	const own = aScan({ digest: aDigest() });
	expect(scannedName(image, own)).toBe("the image");
	expect(scanFields(image, own)).toEqual({ scanStatus: "COMPLETE" });
});
