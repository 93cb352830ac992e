import { type Gap, gapsOf, type Judgement } from "../../core/verdict.ts";

/** The gaps of the judgement that combines several: none if one of them fails because of a known defect. */
export function combineGaps(judgements: readonly Judgement[]): { readonly gaps?: readonly Gap[] } {
	const open = judgements.filter(({ status }) => status === "fail" || status === "unknown").map(gapsOf);
	if (open.length === 0 || open.some((gaps) => gaps.length === 0)) return {};
	return { gaps: [...new Set(open.flat())] };
}
