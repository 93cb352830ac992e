import { defineControl } from "../../core/control.ts";
import { wasRead } from "../../core/reading.ts";
import { mapping } from "../../core/settings.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aRepository } from "../../domain/example-facts.ts";
import { pushScanningOf } from "../../domain/repositories/push-scanning.ts";
import { effectiveScanning, registryScanningFields } from "../../domain/repositories/registry-scanning.ts";
import { isInFile } from "../../domain/repository-in-file.ts";

const uncovered = { scanOnPush: false, scanFrequency: "MANUAL", appliedFilters: [] };

/** What the registry does on a push decides, not the repository's own flag. */
export default defineControl({
	id: "repository/scan-on-push",
	on: "repository",
	field: "imageScanningConfiguration",
	title: "ECR repositories should scan images when they are pushed",
	severity: "HIGH",
	aws: "ECR.1",
	why: "An image that is not scanned runs with all its vulnerabilities, and no one is notified of them.",
	remediation:
		"Cover the repository with a SCAN_ON_PUSH or CONTINUOUS_SCAN rule of the registry's scanning configuration; " +
		"under BASIC scanning, the repository's own scan on push works as well.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1",
	],
	settings: {
		registry: mapping(registryScanningFields, "How the registry scans, for files that do not configure it themselves."),
	},
	examples: {
		pass: [
			{ title: "A registry rule covers the repository, although its own flag is off", facts: aRepository() },
			{
				title: "BASIC scanning without a registry rule, and scan on push set on the repository itself",
				facts: aRepository({ scanning: { value: { ...uncovered, scanOnPush: true, scanType: "BASIC" } } }),
			},
		],
		fail: [
			{
				title: "Neither a registry rule nor scan on push",
				facts: aRepository({ scanning: { value: { ...uncovered, scanType: "BASIC" } } }),
			},
			{
				title: "ENHANCED scanning, which ignores the repository's own flag",
				facts: aRepository({ scanning: { value: { ...uncovered, scanOnPush: true, scanType: "ENHANCED" } } }),
			},
		],
	},

	evaluate(facts, { registry }) {
		const { name, declaredScanOnPush } = facts;
		const scanning = effectiveScanning(facts, registry);
		if (!wasRead(scanning)) {
			if (declaredScanOnPush === true) return pass(`${name}: its own scan on push is on`);
			return unknown(`${name}: how it is scanned could not be read because ${scanning.unread}`);
		}
		const { kind, text, ...more } = pushScanningOf(scanning.value, isInFile(facts));
		const { scanFrequency, scanOnPush } = scanning.value;
		const fields = { scanFrequency: scanFrequency ?? "none", scanOnPush: String(scanOnPush) };
		const judgement = { scanned: pass, unscanned: fail, unrecognized: unknown }[kind];
		return judgement(`${name}: ${text}`, { fields, ...more });
	},
});
