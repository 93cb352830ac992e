import { defineControl } from "../../core/control.ts";
import { minutes } from "../../core/settings.ts";
import { aDigest, anImage, aScan } from "../../domain/example-facts.ts";
import { judgeScanState, unscannedSeverity } from "../../domain/scans/judge-scan-state.ts";
import scanOnPush from "../repository/scan-on-push.ts";

const inState = (status: string, digit?: string) => aScan({ status, description: "", digest: aDigest(digit) });

/** Whether the image was scanned; what the scan found is for another control. */
export default defineControl({
	id: "image/scanned",
	on: "image",
	field: "imageScanStatus",
	title: "Container images should have a scan result",
	severity: unscannedSeverity,
	why: "Without a scan result, it is unknown whether the image contains known vulnerabilities.",
	remediation:
		"Find out why the image has no scan result, fix the cause and scan the image again, or push a new build.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-troubleshooting.html",
	],
	settings: {
		scanWait: minutes(
			[1, 5, 15],
			"Minutes after which a missing scan result is looked for again; the last one ends the wait.",
		),
	},
	examples: {
		pass: [
			{ title: "A complete BASIC scan", facts: anImage() },
			{ title: "An active ENHANCED scan", facts: anImage({ scans: { value: [inState("ACTIVE")] } }) },
		],
		fail: [
			{
				title: "An operating system that the scanner does not support",
				facts: anImage({ scans: { value: [inState("UNSUPPORTED_IMAGE")] } }),
			},
			{
				title: "A multi-platform index with one image that was never scanned",
				facts: anImage({
					artifact: "index",
					scans: { value: [inState("COMPLETE", "b"), inState("ABSENT", "c")] },
				}),
			},
		],
	},

	recheckMinutes: ({ scanWait }) => scanWait,

	evaluate(facts, { scanWait }) {
		return judgeScanState(facts, scanWait, scanOnPush.id);
	},
});
