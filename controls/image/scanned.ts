import { defineControl } from "../../core/control.ts";
import { aDigest, anImage, aScan } from "../../core/example-facts.ts";
import { minutes } from "../../core/settings.ts";
import { judgeScanState, unscannedSeverity } from "../../domain/scans/judge-scan-state.ts";
import scanOnPush from "../repository/scan-on-push.ts";

const inState = (status: string, digit?: string) => aScan({ status, description: "", digest: aDigest(digit) });

/** Somebody looked into the image. What was found is asked elsewhere. */
export default defineControl({
	id: "image/scanned",
	on: "image",
	field: "imageScanStatus",
	title: "Images have a scan result",
	severity: unscannedSeverity,
	why: "An image without a scan result has not been found clean: nobody has looked.",
	remediation: "Find out why the image has no scan result, mend it and scan it again, or push a fresh build.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-troubleshooting.html",
	],
	settings: {
		scanWait: minutes(
			[1, 5, 15],
			"Minutes at which a scan that is not there yet is looked for again; the last one ends the wait.",
		),
	},
	examples: {
		pass: [
			{ title: "Scanned by BASIC scanning", facts: anImage() },
			{ title: "Watched by ENHANCED scanning", facts: anImage({ scans: { value: [inState("ACTIVE")] } }) },
		],
		fail: [
			{
				title: "An operating system that the scanner does not know",
				facts: anImage({ scans: { value: [inState("UNSUPPORTED_IMAGE")] } }),
			},
			{
				title: "One image of a multi-platform index was never scanned",
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
