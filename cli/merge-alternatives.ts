import { type Verdict, worstVerdict } from "../core/verdict.ts";

/**
 * One verdict for each control and container of a subject for which a file allows several alternatives, at least one:
 * the worst verdict if the alternatives that have the container agree on the status, otherwise `unknown`. `pass` and
 * `not-applicable` count as the same status here.
 */
export function mergeAlternatives(alternatives: readonly (readonly Verdict[])[]): readonly Verdict[] {
	const folded = alternatives.map(foldContainers);
	const [only = []] = folded;
	if (folded.length === 1) return only;
	const groups = new Map<string, Verdict[]>();
	for (const verdict of folded.flat()) {
		const key = keyOf(verdict);
		groups.set(key, [...(groups.get(key) ?? []), verdict]);
	}
	return [...groups.values()].map(mergeGroup);
}

function mergeGroup(verdicts: readonly Verdict[]): Verdict {
	const worst = worstOf(verdicts);
	const other = verdicts.find(({ status }) => meaningOf(status) !== meaningOf(worst.status));
	if (other === undefined) return worst;
	// A waiver hides a failure, and an unknown verdict is not a failure.
	const { waiver: _, ...open } = worst;
	const message = `depends on an unknown value: ${worst.message}; or: ${other.message}`;
	return { ...open, status: "unknown", message };
}

/** An unknown verdict that only AWS can answer hides no other unknown one. */
function worstOf(verdicts: readonly Verdict[]): Verdict {
	const worst = worstVerdict(verdicts);
	if (worst.needsAws !== true) return worst;
	return verdicts.find(({ status, needsAws }) => status === "unknown" && needsAws !== true) ?? worst;
}

const meaningOf = (status: Verdict["status"]): string => (status === "not-applicable" ? "pass" : status);

/** The worst verdict of each control on containers of the same name. */
function foldContainers(verdicts: readonly Verdict[]): readonly Verdict[] {
	const byContainer = new Map<string, Verdict>();
	for (const verdict of verdicts) {
		const key = keyOf(verdict);
		const before = byContainer.get(key);
		byContainer.set(key, before === undefined ? verdict : worstOf([before, verdict]));
	}
	return [...byContainer.values()];
}

const keyOf = ({ control, container }: Verdict): string => `${control}\n${container ?? ""}`;
