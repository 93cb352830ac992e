import { formatList } from "../../core/text.ts";
import { allVerdicts, type CheckResult, type LocatedVerdict } from "../check-result.ts";
import { groupBy } from "../group-by.ts";
import { sanitize, wrap } from "../terminal.ts";
import type { FormatOptions } from "./options.ts";
import { reasonOf, type SharedReason, sharedReasonText, takeSharedReasons } from "./shared-reasons.ts";

const maxReasons = 3;

/**
 * Unknown verdicts, which are always shown: one line for each reason for which several controls cannot judge a subject, then one paragraph
 * per control, equal reasons merged and counted.
 */
export function unknownLines(result: CheckResult, { paint, width }: Pick<FormatOptions, "paint" | "width">): string[] {
	const unknown = allVerdicts(result).filter(({ status }) => status === "unknown");
	if (unknown.length === 0) return [];
	const { shared, others } = takeSharedReasons(unknown);
	const byControl = groupBy(others, ({ control }) => control);
	return [
		paint.bold("Unknown:"),
		...sharedLines(shared).flatMap((line) => wrap(line, "  ", width)),
		...[...byControl].flatMap(([control, verdicts]) => [
			`  ${control}: ${verdicts.length} unknown`,
			...reasonLines(verdicts).flatMap((line) => wrap(line, "      ", width)),
		]),
	];
}

function reasonLines(verdicts: readonly LocatedVerdict[]): string[] {
	const reasons = [...groupBy(verdicts, causeOf)];
	const lines = reasons.slice(0, maxReasons).map(([cause, [first, ...others]]) => {
		if (first === undefined) return sanitize(cause);
		const isSameReason = others.every((other) => reasonOf(other) === reasonOf(first));
		const { file, line, column } = first.location;
		const more = others.length === 0 ? "" : ` and ${others.length} more`;
		return `${sanitize(isSameReason ? reasonOf(first) : cause)} (${sanitize(`${file}:${line}:${column}`)}${more})`;
	});
	const remaining = reasons.length - maxReasons;
	return remaining > 0 ? [...lines, `and ${remaining} other reasons; --format json has all of them`] : lines;
}

/** Subjects that the same controls cannot judge for the same reason are in one line. */
function sharedLines(shared: readonly SharedReason[]): readonly string[] {
	return [...groupBy(shared, ({ reason, controls }) => JSON.stringify([reason, controls]))].flatMap(([, all]) => {
		const [first] = all;
		if (first === undefined) return [];
		const subjects = formatList([...new Set(all.map(({ verdict }) => subjectOf(verdict)))], maxReasons);
		const { file, line, column } = first.verdict.location;
		const more = all.length === 1 ? "" : ` and ${all.length - 1} more`;
		return [`${sanitize(`${subjects}: ${sharedReasonText(first)} (${file}:${line}:${column}`)}${more})`];
	});
}

const subjectOf = ({ address, part, location }: LocatedVerdict): string => address ?? part ?? location.file;

/** The last clause of a reason: `its registry is not read` of `the container runs nginx, which could not be checked because its registry is not read`. */
function causeOf(verdict: LocatedVerdict): string {
	const reason = reasonOf(verdict);
	const [, cause] = / (?:an unknown \w+|are unknown|filled in) \(([^()]+)\)$/.exec(reason) ?? [];
	return cause ?? reason.split(/: | because /).at(-1) ?? "";
}
