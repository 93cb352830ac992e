import { defineControl } from "../../core/control.ts";
import { anImage, aScan, aVulnerability } from "../../core/example-facts.ts";
import { mayStillCome, meaningOf, scanFields, scannedName } from "../../core/scans/scan-status.ts";
import { worstScan } from "../../core/scans/scanned-images.ts";
import { tooMany } from "../../core/scans/too-many-vulnerabilities.ts";
import { countBySeverity, counted, countFields, countText, exceeded } from "../../core/scans/vulnerabilities.ts";
import { pass, unknown } from "../../core/verdict.ts";

const withOne = (more: Parameters<typeof aVulnerability>[0]) =>
	anImage({ scans: { value: [aScan({ vulnerabilities: [aVulnerability(more)] })] } });

/** Counts what the scanner found against what the policy tolerates. */
export default defineControl({
	id: "image/vulnerabilities",
	on: "image",
	title: "Images have no more known vulnerabilities than the policy tolerates",
	severity: "HIGH",
	why: "A published vulnerability with an image that is ready to run is the cheapest way in.",
	remediation: "Update the packages named here, or rebuild on a newer base image, and deploy the new image.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html",
	],
	examples: {
		pass: [
			{ title: "Nothing was found", facts: anImage() },
			{ title: "MEDIUM is not limited by default", facts: withOne({ severity: "MEDIUM" }) },
		],
		fail: [
			{ title: "One of severity HIGH", facts: withOne({ fixedVersion: "3.0.2" }) },
			{ title: "One of severity CRITICAL that nobody has fixed yet", facts: withOne({ severity: "CRITICAL" }) },
		],
	},

	evaluate(facts, settings, all) {
		return worstScan(facts, "HIGH", (scan) => {
			const meaning = meaningOf(scan.status);
			const name = scannedName(facts, scan);
			const fields = scanFields(facts, scan);
			if (meaning.kind !== "result") {
				const pending = meaning.kind === "awaited" && mayStillCome(facts, all["image/scanned"].scanWait);
				return unknown(`nobody knows what is in ${name}: it ${meaning.because}`, { fields, pending });
			}
			const found = counted(scan.vulnerabilities, settings);
			const counts = countBySeverity(found, settings.undefinedAs);
			const [worst, ...others] = exceeded(counts, settings.maximum);
			const judgement =
				worst === undefined
					? pass(`${name} has ${countText(counts)}`)
					: tooMany(name, found, [worst, ...others], settings);
			return { ...judgement, fields: { ...fields, ...countFields(counts) } };
		});
	},
});
