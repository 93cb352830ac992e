import type { ImageFacts, ScanFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { deciding, type Judgement, notApplicable, type Severity, unknown } from "../../core/verdict.ts";
import { absent } from "./scan-status.ts";

/**
 * The judgement of an image; of an index that of its worst child. What no scanner looks at is not judged, and what could
 * not be read is unknown.
 */
export function worstScan(facts: ImageFacts, usual: Severity, judge: (scan: ScanFacts) => Judgement): Judgement {
	if (facts.artifact === "artifact") {
		return notApplicable("a signature, an SBOM or another artifact: there is nothing to scan");
	}
	if (!wasRead(facts.scans)) return unknown(`the scan could not be read: ${facts.scans.unread}`);
	if (facts.scans.value.length === 0) return unknown("the index contains no image that can be scanned");
	const judged = facts.scans.value.map((scan) => ({ severity: usual, ...unlessTooEarly(facts, scan, judge(scan)) }));
	const worst = deciding(judged);
	// One answer still on its way may change the whole.
	const pending = judged.some((judgement) => judgement.status === worst.status && judgement.pending === true);
	const like = judged.filter((judgement) => judgement.status === worst.status).length - 1;
	const others = worst.status !== "pass" && like > 0 ? ` (and ${like} more of ${judged.length})` : "";
	return { ...worst, message: `${worst.message}${others}`, ...(pending ? { pending } : {}) };
}

/** A missing scan is a failure only after the wait for it, which begins with the push. */
function unlessTooEarly({ pushTimeUnread }: ImageFacts, { status }: ScanFacts, judgement: Judgement): Judgement {
	if (pushTimeUnread === undefined || status !== absent || judgement.status !== "fail") return judgement;
	const { message, fields = {} } = judgement;
	return unknown(`${message}; its push time could not be read: ${pushTimeUnread}`, { fields });
}
