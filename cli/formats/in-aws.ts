import { type CheckResult, type LocatedVerdict, verdictsInAws } from "../check-result.ts";
import { groupBy } from "../group-by.ts";
import { liveKinds, liveWords } from "../live-verdicts.ts";
import { formatCount } from "./summary.ts";

/** What only AWS can answer, by control: `task-definition/image-vulnerabilities (2), repository/lifecycle-safe (1)`. */
export const controlsInAws = (verdicts: readonly LocatedVerdict[]): string =>
	[...groupBy(verdicts, ({ control }) => control)].map(([control, of]) => `${control} (${of.length})`).join(", ");

/** How many verdicts only AWS can answer, and what gives them, in one line; and how many subjects are judged there only, in another. */
export function inAwsLines(result: CheckResult): readonly string[] {
	const all = verdictsInAws(result);
	const verdicts = all.filter(({ onlyInAws }) => onlyInAws === undefined);
	return [...(verdicts.length === 0 ? [] : [verdictsLine(verdicts)]), ...subjectsLine(all)];
}

function verdictsLine(verdicts: readonly LocatedVerdict[]): string {
	const count = formatCount(verdicts.length, "verdict needs", "verdicts need");
	const who = "the deployed pipeline, and shipshape gate before a deployment";
	return `${count} AWS: ${controlsInAws(verdicts)}; answered for what is in ECR by ${who}`;
}

/** `2 services and 1 cluster are judged in AWS only, by the deployed pipeline`. */
function subjectsLine(verdicts: readonly LocatedVerdict[]): readonly string[] {
	const subjects = new Map(verdicts.map(({ subject, onlyInAws }) => [subject, onlyInAws]));
	const numbers = liveKinds.map((kind) => [kind, [...subjects.values()].filter((one) => one === kind).length] as const);
	const counts = numbers.flatMap(([kind, number]) => (number === 0 ? [] : formatCount(number, ...liveWords[kind])));
	if (counts.length === 0) return [];
	const all = [...(counts.length > 1 ? [counts.slice(0, -1).join(", ")] : []), ...counts.slice(-1)].join(" and ");
	const isOne = numbers.reduce((sum, [, number]) => sum + number, 0) === 1;
	return [`${all} ${isOne ? "is" : "are"} judged in AWS only, by the deployed pipeline`];
}
