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

interface NamedFolder {
	readonly folder: string;
}

/** Whether what a waiver is about would be among the verdicts of a run; or the folder that it names, which no verdict is about. */
export type MustMatch = (waiver: Waiver) => boolean | NamedFolder;

/** At most this many waivers that match nothing are noted one by one: a policy for an account may have thousands of others. */
const maxUnmatched = 3;

/**
 * The waivers of the policy that have expired or hide no failure, as far as this run shows. `now`: ISO 8601. A waiver that
 * matches nothing is noted if it must match.
 */
export function waiverNotes(
	waivers: readonly Waiver[],
	verdicts: readonly Pick<Verdict, "waivers">[],
	now: string,
	mustMatch: MustMatch = () => false,
): readonly WaiverNote[] {
	const effects = new Map<number, Set<string>>();
	for (const { waiver, effect } of verdicts.flatMap((verdict) => verdict.waivers ?? [])) {
		effects.set(waiver, (effects.get(waiver) ?? new Set()).add(effect));
	}
	const unmatched = waivers.flatMap((waiver, index) => {
		const expected = !effects.has(index) && mustMatch(waiver);
		return expected === false ? [] : [[index, expected] as const];
	});
	const isIn = new Map(unmatched);
	const last = unmatched[maxUnmatched - 1]?.[0];
	return waivers.flatMap((waiver, index) => {
		const seen = effects.get(index);
		const isIdle = seen !== undefined && [...seen].every((effect) => effect === "none");
		const expected = isIn.get(index);
		if (expected !== undefined && last !== undefined && index > last) return [];
		const others = index === last ? unmatched.length - maxUnmatched : 0;
		const text = expected !== undefined ? unmatchedText(waiver, expected, others, now) : noteOn(waiver, isIdle, now);
		return text === null ? [] : [{ waiver: index, text: `waiver ${index + 1} ${text}` }];
	});
}

/** `others`: how many more there are that are not noted. */
function unmatchedText(waiver: Waiver, expected: true | NamedFolder, others: number, now: string): string {
	const expired = isExpired(waiver, now) ? `expired on ${waiver.expires} and ` : "";
	const more = others > 0 ? ` (the same is true of ${formatCount(others, "other waiver")})` : "";
	return `${expired}hides nothing: ${expected === true ? unmatchedWhy(waiver) : folderWhy(expected)}${more}`;
}

const unmatchedWhy = ({ resource }: Waiver): string =>
	`nothing that was checked is called ${formatForDisplay(resource)}; correct it or remove it, paths start from the folder of this file`;

/** A star is any characters, also a slash. */
function folderWhy({ folder }: NamedFolder): string {
	const below = folder.replace(/^(?:\.\/+)+|\/+$/g, "");
	return `${formatForDisplay(folder)} is a folder; write ${formatForDisplay(below === "" || below === "." ? "*" : `${below}/*`)} for all files in it`;
}

function noteOn(waiver: Waiver, isIdle: boolean, now: string): string | null {
	const isPast = isExpired(waiver, now);
	if (isPast && !isIdle) return `expired on ${waiver.expires}; its failure counts again`;
	const why = "its resource was checked in this run and does not fail; remove it";
	if (isPast) return `expired on ${waiver.expires} and no longer hides anything: ${why}`;
	return isIdle ? `no longer hides anything: ${why}` : null;
}
