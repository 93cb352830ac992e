import { BadInputError } from "../core/errors.ts";
import type { Baseline, Compared } from "./baseline.ts";
import type { CheckResult, LocatedVerdict } from "./check-result.ts";
import { formatCount } from "./formats/summary.ts";
import { writeReport } from "./report-file.ts";
import type { Terminal } from "./terminal.ts";

/** What `--baseline` and `--write-baseline` say; at most one of them. */
export interface BaselineUse {
	readonly baseline: Baseline;
	readonly isWritten: boolean;
}

const loadBaselines = () => import("./baseline.ts");

/** Reads the baseline that is named; null for none. Throws BadInputError before anything is checked. */
export async function openBaseline(
	{ baseline, "write-baseline": written }: Readonly<Record<string, string>>,
	{ folder }: Pick<Terminal, "folder">,
): Promise<BaselineUse | null> {
	if (baseline !== undefined && written !== undefined)
		throw new BadInputError("--baseline and --write-baseline exclude each other; write one of them");
	for (const path of [baseline, written])
		if (path === "-") throw new BadInputError("a baseline is a file, not standard input or output; write its path");
	if (baseline === undefined && written === undefined) return null;
	const { baselineToWrite, readBaseline } = await loadBaselines();
	if (written !== undefined) return { baseline: baselineToWrite(written, folder), isWritten: true };
	return baseline === undefined ? null : { baseline: readBaseline(baseline, folder), isWritten: false };
}

/** How many of the failures that are fixed since are named. */
const maxGone = 10;

/**
 * The result with the failures of the baseline hidden; those that are new fail. With `isWritten`, the file is written first, so that
 * nothing fails. Without a baseline it is the same result. `notes`: what is left to do about the baseline, for standard error. Throws BadInputError.
 */
export async function useBaseline(
	result: CheckResult,
	use: BaselineUse | null,
	how: { readonly judged: (control: string) => boolean; readonly isWritten: (verdict: LocatedVerdict) => boolean },
	terminal: Terminal,
): Promise<{ readonly result: CheckResult; readonly notes: readonly string[] }> {
	if (use === null) return { result, notes: [] };
	const { baselineText, compareWithBaseline, nameOfFailure, readBaseline } = await loadBaselines();
	const { baseline, isWritten } = use;
	const options = { ...how, folder: terminal.folder };
	if (isWritten) await writeReport(baseline.path, baselineText(result, baseline, options), terminal);
	const used = isWritten ? readBaseline(baseline.path, terminal.folder) : baseline;
	const compared = compareWithBaseline(result, used, options);
	const leftOut = isWritten
		? writtenText(used, compared)
		: `${formatCount(compared.hidden, "old failure")} hidden by the baseline ${used.path}`;
	return {
		result: { ...compared.result, leftOut: [...(result.leftOut ?? []), leftOut] },
		notes:
			compared.isElsewhere && !isWritten
				? [elsewhereLine(used)]
				: goneLines(compared.gone.map(nameOfFailure), used.path),
	};
}

function elsewhereLine({ path, folder, failures }: Baseline): string {
	const count = formatCount(failures.length, "failure");
	const why = `none of the files of its ${count} is there, and their paths start from its folder ${folder}`;
	return `${path}: ${why}; move it back if it was moved, or write it again with --write-baseline ${path}`;
}

/** How many failures a baseline has that was just written, and how many of them are those of an earlier run. */
function writtenText({ path, failures }: Baseline, { found }: Compared): string {
	const others = failures.length - found;
	const more = others === 0 ? "" : `, with ${others} of what was not checked in this run`;
	return `${formatCount(failures.length, "failure")} written to the baseline ${path}${more}`;
}

function goneLines(gone: readonly string[], path: string): readonly string[] {
	if (gone.length === 0) return [];
	const more = gone.length - maxGone;
	return [
		`${path}: ${formatCount(gone.length, "failure is", "failures are")} fixed since: remove with --write-baseline ${path}`,
		...gone.slice(0, maxGone).map((one) => `${path}: fixed since: ${one}`),
		...(more > 0 ? [`${path}: and ${more} more`] : []),
	];
}
