import type { Waiver } from "../core/policy.ts";
import { formatCount, formatForDisplay } from "../core/text.ts";
import type { Verdict } from "../core/verdict.ts";
import { isExpired } from "../core/waivers.ts";

/** Information about a waiver for its owner. */
export interface WaiverNote {
	/** Its position in the policy's list, from 0. */
	readonly waiver: number;
	readonly text: string;
}

/** At most this many waivers that match nothing are noted one by one: a policy for an account may have thousands of others. */
const maxUnmatched = 3;

/**
 * The waivers of the policy that have expired or hide no failure, as far as this run shows. `now`: ISO 8601; `mustMatch`: whether what a
 * waiver is about would be among the verdicts of this run, so that a waiver that matches nothing is noted as well.
 */
export function waiverNotes(
	waivers: readonly Waiver[],
	verdicts: readonly Pick<Verdict, "waivers">[],
	now: string,
	mustMatch: (waiver: Waiver) => boolean = () => false,
): readonly WaiverNote[] {
	const effects = new Map<number, Set<string>>();
	for (const { waiver, effect } of verdicts.flatMap((verdict) => verdict.waivers ?? [])) {
		effects.set(waiver, (effects.get(waiver) ?? new Set()).add(effect));
	}
	const unmatched = waivers.flatMap((waiver, index) => (!effects.has(index) && mustMatch(waiver) ? index : []));
	const isIn = new Set(unmatched);
	const last = unmatched[maxUnmatched - 1];
	return waivers.flatMap((waiver, index) => {
		const seen = effects.get(index);
		const isIdle = seen !== undefined && [...seen].every((effect) => effect === "none");
		const isUnmatched = isIn.has(index);
		if (isUnmatched && last !== undefined && index > last) return [];
		const others = index === last ? unmatched.length - maxUnmatched : 0;
		const text = isUnmatched ? unmatchedText(waiver, others, now) : noteOn(waiver, isIdle, now);
		return text === null ? [] : [{ waiver: index, text: `waiver ${index + 1} ${text}` }];
	});
}

/** `others`: how many more there are that are not noted. */
function unmatchedText(waiver: Waiver, others: number, now: string): string {
	const expired = isExpired(waiver, now) ? `expired on ${waiver.expires} and ` : "";
	const why = `nothing that was checked is called ${formatForDisplay(waiver.resource)}`;
	const more = others > 0 ? ` (the same is true of ${formatCount(others, "other waiver")})` : "";
	return `${expired}hides nothing: ${why}; correct it or remove it, paths start from the folder of this file${more}`;
}

function noteOn(waiver: Waiver, isIdle: boolean, now: string): string | null {
	const isPast = isExpired(waiver, now);
	if (isPast && !isIdle) return `expired on ${waiver.expires}; its failure counts again`;
	const why = "its resource was checked in this run and does not fail; remove it";
	if (isPast) return `expired on ${waiver.expires} and no longer hides anything: ${why}`;
	return isIdle ? `no longer hides anything: ${why}` : null;
}
