import type { Waiver } from "./policy.ts";
import type { Verdict } from "./verdict.ts";
import { isOver } from "./waivers.ts";

/** Something about a waiver that its owner should know. */
export interface WaiverNote {
	/** Its position in the policy's list, from 0. */
	readonly waiver: number;
	readonly text: string;
}

/**
 * What a run shows about the policy's waivers: those that have expired, and those that hide nothing any more. Of the second kind
 * only what was judged in the run is known: a waiver about nothing in it is not spoken of. `now`: ISO 8601.
 */
export function waiverNotes(
	waivers: readonly Waiver[],
	verdicts: readonly Pick<Verdict, "waivers">[],
	now: string,
): readonly WaiverNote[] {
	const effects = new Map<number, Set<string>>();
	for (const { waiver, effect } of verdicts.flatMap((verdict) => verdict.waivers ?? [])) {
		effects.set(waiver, (effects.get(waiver) ?? new Set()).add(effect));
	}
	return waivers.flatMap((waiver, index) => {
		const seen = effects.get(index);
		const isIdle = seen !== undefined && [...seen].every((effect) => effect === "nothing");
		const text = noteOn(waiver, isIdle, now);
		return text === null ? [] : [{ waiver: index, text: `waiver ${index + 1} ${text}` }];
	});
}

function noteOn(waiver: Waiver, isIdle: boolean, now: string): string | null {
	const isExpired = isOver(waiver, now);
	if (isExpired && !isIdle) return `expired on ${waiver.expires}; its failure counts again`;
	const why = "what it is about was judged in this run and does not fail; take it out";
	if (isExpired) return `expired on ${waiver.expires} and hides nothing any more: ${why}`;
	return isIdle ? `hides nothing any more: ${why}` : null;
}
