import { BadInputError } from "../core/errors.ts";
import { withWorks } from "./apply.ts";
import { type Bench, containerKey, type Surveyed, surveyed, type Work } from "./checked-file.ts";
import { topicOf } from "./plan/plan.ts";
import { type Refusal, refusalsOf } from "./verify.ts";

export interface Mended {
	readonly state: Surveyed;
	readonly done: readonly Work[];
	readonly refused: readonly { readonly work: Work; readonly reason: string }[];
}

/**
 * Does what is to be done to all containers of a file and looks once whether that is right. What is not is left out by the
 * container that it shows in; where it shows in none of them, by halves.
 */
export function mendTogether(state: Surveyed, works: readonly Work[], bench: Bench): Mended {
	if (works.length === 0) return { state, done: [], refused: [] };
	const outcome = attempted(state, works, bench);
	if ("state" in outcome) return { state: outcome.state, done: works, refused: [] };
	const { kept, left, refused } = without(works, outcome.refusals);
	if (kept.length > 0 && left.length + refused.length > 0) {
		const rest = mendTogether(state, kept, bench);
		// What shows in one container may be another's fault: without the others it may be right.
		const again = mendTogether(rest.state, left, bench);
		return {
			state: again.state,
			done: [...rest.done, ...again.done],
			refused: [...refused, ...rest.refused, ...again.refused],
		};
	}
	if (works.length === 1 || (left.length === works.length && works.length > maxSingly)) {
		const [common] = outcome.refusals;
		const reasons = new Map(outcome.refusals.map(({ container, reason }) => [container, reason]));
		return {
			state,
			done: [],
			refused: works.map((work) => ({ work, reason: reasons.get(keyOf(work)) ?? common?.reason ?? "" })),
		};
	}
	const half = Math.ceil(works.length / 2);
	const one = mendTogether(state, works.slice(0, half), bench);
	const other = mendTogether(one.state, works.slice(half), bench);
	return { state: other.state, done: [...one.done, ...other.done], refused: [...one.refused, ...other.refused] };
}

/** Up to so many containers that all have something against them are tried one by one. */
const maxSingly = 16;

type Outcome = { readonly state: Surveyed } | { readonly refusals: readonly Refusal[] };

function attempted(state: Surveyed, works: readonly Work[], bench: Bench): Outcome {
	try {
		const file = withWorks(state.file, works, bench);
		if (!("document" in file)) {
			return {
				refusals: file.map(({ work, mend, reason }) => ({ container: keyOf(work), topic: topicOf[mend.kind], reason })),
			};
		}
		const after = surveyed(file, bench);
		const refusals = refusalsOf(state, after, works);
		return refusals.length === 0 ? { state: after } : { refusals };
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		return { refusals: [{ container: null, topic: null, reason: "the file could not be read any more" }] };
	}
}

const keyOf = ({ reading, container }: Work): string => containerKey(reading, container);

interface Sorted {
	/** Nothing is said against these, or against what is left of them. */
	readonly kept: readonly Work[];
	/** Something is said against all of these. */
	readonly left: readonly Work[];
	readonly refused: Mended["refused"];
}

function without(works: readonly Work[], refusals: readonly Refusal[]): Sorted {
	const against = new Map<string | null, Refusal>();
	// What fails nevertheless may do so because of what is refused as a whole: that comes first.
	for (const refusal of [...refusals].sort((one, other) => Number(one.topic !== null) - Number(other.topic !== null))) {
		if (!against.has(refusal.container)) against.set(refusal.container, refusal);
	}
	const sorted = works.map((work) => {
		const refusal = against.get(keyOf(work));
		const topic = refusal?.topic ?? null;
		const mends = topic === null ? [] : work.mends.filter(({ kind }) => topicOf[kind] !== topic);
		return { work, refusal, mends };
	});
	return {
		kept: sorted.flatMap(({ work, refusal, mends }) => {
			if (refusal === undefined) return work;
			return mends.length > 0 ? { ...work, mends } : [];
		}),
		left: sorted.flatMap(({ work, refusal, mends }) => (refusal !== undefined && mends.length === 0 ? work : [])),
		refused: sorted.flatMap(({ work, refusal, mends }) =>
			refusal !== undefined && mends.length > 0 ? { work, reason: refusal.reason } : [],
		),
	};
}
