import type { Control, ReadSettings } from "../../core/control.ts";
import type { ImageFacts } from "../../core/facts.ts";
import { type Judgement, notApplicable, type Severity, worstVerdict } from "../../core/verdict.ts";
import { combineGaps } from "./combine-gaps.ts";
import { unscannedSeverity } from "./judge-scan-state.ts";

/** Combines the judgements of several image controls on one image, each under its settings in the policy; the worst one decides. */
export function judgeImage(
	image: ImageFacts,
	controls: readonly Control<"image">[],
	read: ReadSettings,
): Judgement & { readonly severity: Severity } {
	const judged = controls.flatMap((control) => {
		const settings = read(control);
		if (!settings.enabled) return [];
		return [control.evaluate(image, settings, read)]
			.flat()
			.map((judgement) => ({ ...judgement, severity: settings.severity ?? judgement.severity ?? control.severity }));
	});
	if (judged.length > 0) {
		const { gaps: _, ...worst } = worstVerdict(judged);
		return { ...worst, ...combineGaps(judged) };
	}
	return { ...notApplicable("the policy enables no image control"), severity: unscannedSeverity };
}
