import { defineControl } from "../../core/control.ts";
import { aDigest, anImage, aScan } from "../../core/example-facts.ts";
import {
	absent,
	mayStillCome,
	meaningOf,
	neverScanned,
	scanDescription,
	scanFields,
	scannedName,
} from "../../core/scans/scan-status.ts";
import { worstScan } from "../../core/scans/scanned-images.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";

const severity = "MEDIUM";
const inState = (status: string, digit?: string) => aScan({ status, description: "", digest: aDigest(digit) });

/** Somebody looked into the image. What was found is asked elsewhere. */
export default defineControl({
	id: "image/scanned",
	on: "image",
	title: "Images have a scan result",
	severity,
	why: "An image without a scan result has not been found clean: nobody has looked.",
	remediation: "Find out why the image has no scan result, mend it and scan it again, or push a fresh build.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-troubleshooting.html",
	],
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

	evaluate(facts, { scanWait }) {
		return worstScan(facts, severity, (scan) => {
			const meaning = meaningOf(scan.status);
			const fields = scanFields(facts, scan);
			if (meaning.kind === "result") return pass(`${scannedName(facts, scan)} is scanned (${scan.status})`, { fields });
			const message = `${scannedName(facts, scan)} ${meaning.because}${scanDescription(scan)}`;
			if (meaning.kind === "failed") return fail(message, { fields, remediation: meaning.advice });
			if (meaning.kind === "strange") return unknown(message, { fields });
			if (mayStillCome(facts, scanWait)) return unknown(message, { fields, pending: true });
			return scan.status === absent
				? fail(message, { fields, remediation: neverScanned })
				: unknown(message, { fields });
		});
	},
});
