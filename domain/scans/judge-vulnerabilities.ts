import type { ImageFacts } from "../../core/facts.ts";
import { gapsOf, type Judgement, pass, unknown } from "../../core/verdict.ts";
import { isResultPending, isUnscanned, scanFields, scannedName, scanOutcomeOf } from "./scan-status.ts";
import { judgeWorstScan } from "./scanned-images.ts";
import { failTooManyVulnerabilities, type Tolerance } from "./too-many-vulnerabilities.ts";
import {
	countBySeverity,
	countedVulnerabilities,
	countFields,
	exceededSeverities,
	formatCounts,
} from "./vulnerabilities.ts";

export const vulnerableSeverity = "HIGH";

/** The control that requires a scan result, if the policy enables it, and its `scanWait`. */
export interface ScanRequirement {
	readonly control: string | null;
	readonly scanWait: readonly number[];
}

/**
 * Compares the vulnerabilities of an image, or of every image of an index, with those tolerated. Where a scan is missing, the control that
 * requires it fails and says why.
 */
export function judgeVulnerabilities(
	facts: ImageFacts,
	settings: Tolerance,
	{ control, scanWait }: ScanRequirement,
): Judgement {
	const judgement = judgeWorstScan(facts, vulnerableSeverity, (scan) => {
		const meaning = scanOutcomeOf(scan);
		const name = scannedName(facts, scan);
		const fields = scanFields(facts, scan);
		if (meaning.kind !== "result") {
			const pending = meaning.kind === "awaited" && isResultPending(facts, scanWait);
			const gaps = isUnscanned(facts, scan, scanWait) ? { gaps: ["unscanned"] as const } : {};
			return unknown(`the vulnerabilities of ${name} are unknown (it ${meaning.because})`, {
				fields,
				pending,
				...gaps,
			});
		}
		const found = countedVulnerabilities(scan.vulnerabilities, settings);
		const counts = countBySeverity(found, settings.undefinedAs);
		const [worst, ...others] = exceededSeverities(counts, settings.maximum);
		const judgement =
			worst === undefined
				? pass(`${name} has ${formatCounts(counts)}`)
				: failTooManyVulnerabilities(name, found, [worst, ...others], settings);
		return { ...judgement, fields: { ...fields, ...countFields(counts) } };
	});
	const isUnscannedOnly = judgement.status === "unknown" && gapsOf(judgement).every((gap) => gap === "unscanned");
	return isUnscannedOnly && control !== null ? { ...judgement, explainedBy: control } : judgement;
}
