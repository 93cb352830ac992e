import { type CheckResult, type LocatedVerdict, verdictsInAws } from "../check-result.ts";
import { groupBy } from "../group-by.ts";
import { formatCount } from "./summary.ts";

/** What only AWS can answer, by control: `task-definition/image-vulnerabilities (2), repository/lifecycle-safe (1)`. */
export const controlsInAws = (verdicts: readonly LocatedVerdict[]): string =>
	[...groupBy(verdicts, ({ control }) => control)].map(([control, of]) => `${control} (${of.length})`).join(", ");

/** How many verdicts only AWS can answer, and what gives them, in one line; null if there is none. */
export function inAwsLine(result: CheckResult): string | null {
	const verdicts = verdictsInAws(result);
	if (verdicts.length === 0) return null;
	const count = formatCount(verdicts.length, "verdict needs", "verdicts need");
	const who = "the deployed pipeline, and shipshape gate before a deployment";
	return `${count} AWS: ${controlsInAws(verdicts)}; answered for what is in ECR by ${who}`;
}
