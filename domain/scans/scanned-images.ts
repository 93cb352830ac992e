import type { ImageFacts, ScanFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { type Judgement, notApplicable, type Severity, unknown, worstVerdict } from "../../core/verdict.ts";
import { combineGaps } from "./combine-gaps.ts";
import { scanAbsent } from "./scan-status.ts";

/**
 * Judges the scan of an image; the worst child decides about an index. Artifacts that are never scanned are not applicable,
 * and scans that could not be read are unknown.
 */
export function judgeWorstScan(
	facts: ImageFacts,
	defaultSeverity: Severity,
	judge: (scan: ScanFacts) => Judgement,
): Judgement {
	if (facts.artifact === "artifact") {
		return notApplicable("there is nothing to scan in a signature, an SBOM or another artifact");
	}
	if (!wasRead(facts.scans)) return unknown(`the scan could not be read because ${facts.scans.unread}`);
	if (facts.scans.value.length === 0) return unknown("the index contains no image that can be scanned");
	const judgements = facts.scans.value.map((scan) => ({
		severity: defaultSeverity,
		...withholdEarlyFailure(facts, scan, judge(scan)),
	}));
	const { gaps: _, ...worst } = worstVerdict(judgements);
	// One pending result may change the whole.
	const pending = judgements.some((judgement) => judgement.status === worst.status && judgement.pending === true);
	const sameStatus = judgements.filter((judgement) => judgement.status === worst.status).length - 1;
	const others = worst.status !== "pass" && sameStatus > 0 ? ` (and ${sameStatus} more of ${judgements.length})` : "";
	return {
		...worst,
		...combineGaps(judgements),
		message: `${worst.message}${others}`,
		...(pending ? { pending } : {}),
	};
}

/** A missing scan is a failure only after the wait for it, which begins with the push; unknown if the push time is. */
function withholdEarlyFailure({ pushTimeUnread }: ImageFacts, { status }: ScanFacts, judgement: Judgement): Judgement {
	if (pushTimeUnread === undefined || status !== scanAbsent || judgement.status !== "fail") return judgement;
	const { message, fields = {} } = judgement;
	return unknown(`${message}; its push time could not be read because ${pushTimeUnread}`, { fields });
}
