import type { ImageFacts } from "../../core/facts.ts";
import type { ControlSettings } from "../../core/policy.ts";
import { deciding, type Judgement, notApplicable, type Severity } from "../../core/verdict.ts";
import { judgeScanState, unscannedSeverity } from "./judge-scan-state.ts";
import { judgeVulnerabilities, vulnerableSeverity } from "./judge-vulnerabilities.ts";

/** What image/vulnerabilities and image/scanned come to together, each with the policy's settings for it; the worse one decides. */
export function judgeImage(facts: ImageFacts, all: ControlSettings): Judgement & { readonly severity: Severity } {
	const [vulnerabilities, scanned] = [all["image/vulnerabilities"], all["image/scanned"]];
	const { scanWait } = scanned;
	const judged = [
		...(vulnerabilities.enabled
			? [weighed(judgeVulnerabilities(facts, vulnerabilities, scanWait), vulnerabilities.severity, vulnerableSeverity)]
			: []),
		...(scanned.enabled ? [weighed(judgeScanState(facts, scanWait), scanned.severity, unscannedSeverity)] : []),
	];
	if (judged.length > 0) return deciding(judged);
	return weighed(notApplicable("the policy judges no images"), undefined, unscannedSeverity);
}

const weighed = (judgement: Judgement, chosen: Severity | undefined, usual: Severity) => ({
	...judgement,
	severity: chosen ?? judgement.severity ?? usual,
});
