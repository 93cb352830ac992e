import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/image/scanned.ts";
import type { ImageFacts, ScanFacts } from "../../../core/facts.ts";
import { aDigest, anImage, aScan } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const inState = (status: string, more: Partial<ImageFacts> = {}, description = "") =>
	anImage({ scans: { value: [aScan({ status, description })] }, ...more });

const rescan = "aws ecr start-image-scan (BASIC scanning, once in 24 hours), or push the image again";

test.each<[string, string, string, string]>([
	["COMPLETE", "pass", "the image is scanned (COMPLETE)", control.remediation],
	["ACTIVE", "pass", "the image is scanned (ACTIVE)", control.remediation],
	["IN_PROGRESS", "unknown", "the image is being scanned", control.remediation],
	["PENDING", "unknown", "the image is waiting to be scanned", control.remediation],
	["FAILED", "fail", "the image could not be scanned because the scan failed", `Start the scan again: ${rescan}.`],
	[
		"UNSUPPORTED_IMAGE",
		"fail",
		"the image cannot be scanned because its operating system or media type is not supported",
		"Build it on a distribution that the scanner supports; ECR cannot scan images built from scratch, so scan such an image in the pipeline.",
	],
	[
		"SCAN_ELIGIBILITY_EXPIRED",
		"fail",
		"the image is no longer scanned because its re-scan duration in Amazon Inspector has ended",
		"Push a fresh build, or extend the ECR re-scan duration in Amazon Inspector; if nothing runs the image, delete it.",
	],
	[
		"FINDINGS_UNAVAILABLE",
		"fail",
		"the image was scanned, but its findings are not available",
		`Scan it again: ${rescan}. After a change between BASIC and ENHANCED scanning, earlier results are hidden.`,
	],
	[
		"LIMIT_EXCEEDED",
		"fail",
		"the image was not scanned because a scanner limit was exceeded",
		`Wait until the scan quota resets, then scan it again: ${rescan}.`,
	],
	[
		"IMAGE_ARCHIVED",
		"fail",
		"the image cannot be scanned because it is archived",
		"Restore it (aws ecr update-image-storage-class --target-storage-class STANDARD) if it is still used; otherwise let the lifecycle policy expire it.",
	],
	[
		"IMAGE_SIZE_EXCEEDED",
		"fail",
		"the image was not scanned because it is larger than the scanner supports",
		"Make it smaller: use a multi-stage build and a slimmer base image, and keep data out of the layers.",
	],
	[
		"ABSENT",
		"fail",
		"the image has no scan (ScanNotFoundException)",
		`Turn on scanning for its repository (repository/scan-on-push), then scan it: ${rescan}.`,
	],
	[
		"MISSING",
		"fail",
		"the image is not in the repository",
		"Push that image again, or push an index that does not list it: until then, its platform cannot be pulled.",
	],
	["SOMETHING_NEW", "unknown", 'the image has a scan in an unrecognized state ("SOMETHING_NEW")', control.remediation],
])("gives the right verdict for %s an hour after the push", (status, verdict, message, remediation) => {
	expect(judged(control, inState(status))).toMatchObject([
		{ status: verdict, severity: "MEDIUM", message, remediation, fields: { scanStatus: status } },
	]);
	expect(judged(control, inState(status))[0]).not.toHaveProperty("pending");
});

test("appends the description that AWS gives of the state, on one line and truncated", () => {
	const said = `UnsupportedImageError: The operating system\n'scratch' is not supported. ${"x".repeat(300)}`;
	const [verdict] = judged(control, inState("UNSUPPORTED_IMAGE", {}, said));
	expect(verdict?.message).toMatch(
		/^the image cannot be scanned because .* not supported \(AWS reports "UnsupportedImageError: The operating system 'scratch' is not supported\. x+…"\)$/,
	);
	expect(verdict?.message.length).toBeLessThan(310);
});

test("drops the final period of the description", () => {
	expect(judged(control, inState("FAILED", {}, "Timed out."))[0]?.message).toBe(
		'the image could not be scanned because the scan failed (AWS reports "Timed out")',
	);
});

test("truncates an unrecognized state", () => {
	const [verdict] = judged(control, inState("A".repeat(500)));
	expect(verdict?.message).toBe(`the image has a scan in an unrecognized state ("${"A".repeat(63)}…")`);
});

describe("the wait for a result", () => {
	const at = (seconds: number, status: string, settings = {}) =>
		judged(
			control,
			inState(status, {
				awaitedSince: "2026-11-21T12:00:00Z",
				readAt: new Date(Date.parse("2026-11-21T12:00:00Z") + seconds * 1000).toISOString(),
			}),
			settings,
		)[0];

	test.each(["ABSENT", "IN_PROGRESS", "PENDING"])("is pending for %s until the longest wait is over", (status) => {
		expect(at(0, status)).toMatchObject({ status: "unknown", pending: true });
		expect(at(899.999, status)).toMatchObject({ status: "unknown", pending: true });
		expect(at(900, status)).not.toHaveProperty("pending");
	});

	test("fails for ABSENT after the wait, and stays unknown while AWS is still scanning", () => {
		expect(at(900, "ABSENT")).toMatchObject({ status: "fail" });
		expect(at(900, "IN_PROGRESS")).toMatchObject({ status: "unknown" });
		expect(at(900, "PENDING")).toMatchObject({ status: "unknown" });
	});

	test("waits for the longest of the minutes, in any order", () => {
		expect(at(119, "ABSENT", { scanWait: [2, 1] })).toMatchObject({ status: "unknown", pending: true });
		expect(at(120, "ABSENT", { scanWait: [2, 1] })).toMatchObject({ status: "fail" });
	});

	test("does not wait without minutes or without a push time", () => {
		expect(at(0, "ABSENT", { scanWait: [] })).toMatchObject({ status: "fail" });
		expect(judged(control, inState("ABSENT", { awaitedSince: null }))).toMatchObject([{ status: "fail" }]);
	});

	test("does not wait for a failed scan or an unrecognized state", () => {
		expect(at(0, "FAILED")).toMatchObject({ status: "fail" });
		expect(at(0, "NEW")).toMatchObject({ status: "unknown" });
		expect(at(0, "NEW")).not.toHaveProperty("pending");
	});
});

describe("an image whose push time could not be read", () => {
	const noPushTime = {
		pushedAt: null,
		awaitedSince: null,
		pushTimeUnread: "ecr:DescribeImages was denied (AccessDenied)",
	};

	test("is unknown without a scan, because the wait for it may not be over", () => {
		const [verdict] = judged(control, inState("ABSENT", noPushTime));
		expect(verdict).toMatchObject({
			status: "unknown",
			message:
				"the image has no scan (ScanNotFoundException); its push time could not be read because ecr:DescribeImages was denied (AccessDenied)",
			fields: { scanStatus: "ABSENT" },
		});
		expect(verdict).not.toHaveProperty("pending");
	});

	test("is pending until the wait since the announcement is over, and unknown afterwards", () => {
		const announced = (awaitedSince: string) => judged(control, inState("ABSENT", { ...noPushTime, awaitedSince }))[0];
		expect(announced("2026-11-21T11:00:00Z")).toMatchObject({ status: "unknown" });
		expect(announced("2026-11-21T11:59:00Z")).toMatchObject({ status: "unknown", pending: true });
	});

	test.each(["FAILED", "COMPLETE"])("is judged by its scan when that is %s", (status) => {
		expect(judged(control, inState(status, noPushTime))).toMatchObject([
			{ status: status === "FAILED" ? "fail" : "pass" },
		]);
	});
});

describe("an image index is judged by its children", () => {
	const child = (digit: string, status: string): ScanFacts =>
		aScan({ digest: aDigest(digit), status, description: "" });
	const index = (children: readonly ScanFacts[], more: Partial<ImageFacts> = {}) =>
		anImage({ artifact: "index", digest: aDigest("f"), scans: { value: children }, ...more });

	test.each<[string, readonly ScanFacts[], string]>([
		[
			"all scanned",
			[child("b", "COMPLETE"), child("c", "ACTIVE")],
			"pass MEDIUM its child sha256:bbbbbbbbbbbb is scanned (COMPLETE)",
		],
		[
			"one failed",
			[child("b", "COMPLETE"), child("c", "FAILED")],
			"fail MEDIUM its child sha256:cccccccccccc could not be scanned because the scan failed",
		],
		[
			"two failed, one is unknown",
			[child("b", "NEW"), child("c", "FAILED"), child("d", "IMAGE_ARCHIVED")],
			"fail MEDIUM its child sha256:cccccccccccc could not be scanned because the scan failed (and 1 more of 3)",
		],
		[
			"unknown comes before pass",
			[child("b", "COMPLETE"), child("c", "NEW")],
			'unknown MEDIUM its child sha256:cccccccccccc has a scan in an unrecognized state ("NEW")',
		],
		["no children", [], "unknown MEDIUM the index contains no image that can be scanned"],
	])("%s", (_, children, expected) => {
		expect(verdictLines(control, index(children))).toEqual([expected]);
	});

	test("names the child by its full digest in the fields", () => {
		expect(judged(control, index([child("c", "FAILED")]))[0]?.fields).toEqual({
			scanStatus: "FAILED",
			scannedDigest: aDigest("c"),
		});
		expect(judged(control, inState("FAILED"))[0]?.fields).toEqual({ scanStatus: "FAILED" });
	});

	test("is pending while one child is being scanned, unless another one already failed", () => {
		const early = { awaitedSince: "2026-11-21T12:00:00Z", readAt: "2026-11-21T12:01:00Z" };
		const pending = index([child("b", "NEW"), child("c", "PENDING")], early);
		expect(judged(control, pending)).toMatchObject([{ status: "unknown", pending: true }]);
		const failed = index([child("b", "FAILED"), child("c", "PENDING")], early);
		expect(judged(control, failed)[0]).toMatchObject({ status: "fail" });
		expect(judged(control, failed)[0]).not.toHaveProperty("pending");
	});
});

test("is not applicable to signatures, SBOMs and charts", () => {
	expect(verdictLines(control, anImage({ artifact: "artifact" }))).toEqual([
		"not-applicable MEDIUM there is nothing to scan in a signature, an SBOM or another artifact",
	]);
});

test("is unknown when the scan could not be read", () => {
	expect(verdictLines(control, anImage({ scans: { unread: "access was denied" } }))).toEqual([
		"unknown MEDIUM the scan could not be read because access was denied",
	]);
});
