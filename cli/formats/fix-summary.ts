import type { FixedFile } from "../../fix/fix-file.ts";
import { formatCount } from "./summary.ts";

/** What `fix` did to a file, or can do. `flags`: those of the command; `remaining`: the blocking failures that are left. */
export function fixSummary(
	{ containers, withheld }: Pick<FixedFile, "containers" | "withheld">,
	flags: ReadonlySet<string>,
	remaining: number,
): string {
	const done =
		containers === 0
			? "nothing to fix"
			: `${formatCount(containers, "container")} ${flags.has("write") ? "fixed" : `can be fixed with ${flags.has("try") ? "--try " : ""}--write`}`;
	if (withheld > 0) {
		const more = `${formatCount(withheld, "container has", "containers have")} fixes that are not certain, see --try`;
		return `${done}; ${more}${remaining === 0 ? "" : `; ${formatCount(remaining, "failure remains", "failures remain")}`}`;
	}
	if (remaining === 0) return done;
	const needs = formatCount(remaining, "failure needs", "failures need");
	return `${done}; ${needs} a manual fix: shipshape check lists ${remaining === 1 ? "it" : "them"}`;
}
