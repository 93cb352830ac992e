import { defineControl } from "../../core/control.ts";
import { flag, severity, severityLimits } from "../../core/settings.ts";
import { anImage, aScan, aVulnerability } from "../../domain/example-facts.ts";
import { judgeVulnerabilities, vulnerableSeverity } from "../../domain/scans/judge-vulnerabilities.ts";
import scanned from "./scanned.ts";

const withOne = (more: Parameters<typeof aVulnerability>[0]) =>
	anImage({ scans: { value: [aScan({ vulnerabilities: [aVulnerability(more)] })] } });

/** Compares the number of vulnerabilities that the scanner found with the maximum that the policy tolerates. */
export default defineControl({
	id: "image/vulnerabilities",
	on: "image",
	field: "imageScanFindings",
	title: "Container images should have no more known vulnerabilities than the policy tolerates",
	severity: vulnerableSeverity,
	why: "A published vulnerability in an image that is ready to run is the easiest way in for an attacker.",
	remediation: "Update the packages named in the finding, or rebuild on a newer base image, and deploy the new image.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html",
	],
	findingType: "vulnerability",
	isWaivableByVulnerability: true,
	settings: {
		maximum: severityLimits(
			{ CRITICAL: 0, HIGH: 0 },
			"How many vulnerabilities of each severity are tolerated; a severity that is not listed keeps its default; one without a default is unlimited.",
		),
		ignoreUnfixed: flag(false, "Whether to ignore vulnerabilities for which no fix is available."),
		undefinedAs: severity("MEDIUM", "The severity that UNDEFINED (BASIC) and UNTRIAGED (ENHANCED) count as."),
	},
	examples: {
		pass: [
			{ title: "No vulnerabilities", facts: anImage() },
			{ title: "One of severity MEDIUM, which is not limited by default", facts: withOne({ severity: "MEDIUM" }) },
		],
		fail: [
			{ title: "One of severity HIGH", facts: withOne({ fixedVersion: "3.0.2" }) },
			{ title: "One of severity CRITICAL for which no fix is known", facts: withOne({ severity: "CRITICAL" }) },
		],
	},

	evaluate(facts, settings, read) {
		const { enabled, scanWait } = read(scanned);
		return judgeVulnerabilities(facts, settings, { control: enabled ? scanned.id : null, scanWait });
	},
});
