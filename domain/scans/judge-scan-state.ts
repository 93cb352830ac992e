import type { ImageFacts } from "../../core/facts.ts";
import { fail, type Judgement, pass, unknown } from "../../core/verdict.ts";
import {
	isResultPending,
	neverScanned,
	scanAbsent,
	scanDescription,
	scanFields,
	scannedName,
	scanOutcomeOf,
} from "./scan-status.ts";
import { judgeWorstScan } from "./scanned-images.ts";

export const unscannedSeverity = "MEDIUM";

/**
 * Whether an image has a scan result; every image of an index needs one. `scanWait`: minutes after the push, as in the policy;
 * `scanControl`: the id of the control that requires scanning.
 */
export function judgeScanState(facts: ImageFacts, scanWait: readonly number[], scanControl: string): Judgement {
	return judgeWorstScan(facts, unscannedSeverity, (scan) => {
		const meaning = scanOutcomeOf(scan);
		const fields = scanFields(facts, scan);
		if (meaning.kind === "result") return pass(`${scannedName(facts, scan)} is scanned (${scan.status})`, { fields });
		const message = `${scannedName(facts, scan)} ${meaning.because}${scanDescription(scan)}`;
		const gaps = ["unscanned"] as const;
		if (meaning.kind === "failed") return fail(message, { fields, remediation: meaning.advice, gaps });
		if (meaning.kind === "unrecognized") return unknown(message, { fields });
		if (isResultPending(facts, scanWait)) return unknown(message, { fields, pending: true });
		if (scan.status !== scanAbsent) return unknown(message, { fields });
		return fail(message, { fields, remediation: neverScanned(scanControl), gaps });
	});
}
