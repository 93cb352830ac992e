import { type Verdict, worstVerdict } from "./verdict.ts";

/**
 * One verdict for every control and container of a subject that a file leaves open in some way: `ways` holds the verdicts
 * on each of them, at least one. What all ways that have the container agree on is the verdict, its severest form; where they
 * do not, it is unknown. That nothing is wrong and that nothing can be are the same here.
 */
export function mergeAlternatives(ways: readonly (readonly Verdict[])[]): readonly Verdict[] {
	const folded = ways.map(foldedOf);
	const [only = []] = folded;
	if (folded.length === 1) return only;
	const groups = new Map<string, Verdict[]>();
	for (const verdict of folded.flat()) {
		const key = keyOf(verdict);
		groups.set(key, [...(groups.get(key) ?? []), verdict]);
	}
	return [...groups.values()].map(common);
}

function common(verdicts: readonly Verdict[]): Verdict {
	const worst = worstVerdict(verdicts);
	const other = verdicts.find(({ status }) => sense(status) !== sense(worst.status));
	if (other === undefined) return worst;
	// A waiver hides a failure, and this is none.
	const { waiver: _, ...open } = worst;
	const message = `depends on what is left open: ${worst.message}; or: ${other.message}`;
	return { ...open, status: "unknown", message };
}

const sense = (status: Verdict["status"]): string => (status === "not-applicable" ? "pass" : status);

/** Containers of one name are one: the worst decides. */
function foldedOf(way: readonly Verdict[]): readonly Verdict[] {
	const byContainer = new Map<string, Verdict>();
	for (const verdict of way) {
		const key = keyOf(verdict);
		const before = byContainer.get(key);
		byContainer.set(key, before === undefined ? verdict : worstVerdict([before, verdict]));
	}
	return [...byContainer.values()];
}

const keyOf = ({ control, container }: Verdict): string => `${control}\n${container ?? ""}`;
