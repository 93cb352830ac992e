import type { Waiver } from "../core/policy.ts";
import type { Verdict } from "../core/verdict.ts";
import { isExpired } from "../core/waivers.ts";

/** Information about a waiver for its owner. */
export interface WaiverNote {
	/** Its position in the policy's list, from 0. */
	readonly waiver: number;
	readonly text: string;
}

/**
 * The waivers of the policy that have expired or no longer hide a failure, as far as this run shows. A waiver that matches
 * nothing in the run is not mentioned. `now`: ISO 8601.
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
		const isIdle = seen !== undefined && [...seen].every((effect) => effect === "none");
		const text = noteOn(waiver, isIdle, now);
		return text === null ? [] : [{ waiver: index, text: `waiver ${index + 1} ${text}` }];
	});
}

function noteOn(waiver: Waiver, isIdle: boolean, now: string): string | null {
	const isPast = isExpired(waiver, now);
	if (isPast && !isIdle) return `expired on ${waiver.expires}; its failure counts again`;
	const why = "its resource was checked in this run and does not fail; remove it";
	if (isPast) return `expired on ${waiver.expires} and no longer hides anything: ${why}`;
	return isIdle ? `no longer hides anything: ${why}` : null;
}
