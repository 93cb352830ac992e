import { allVerdicts, type CheckResult, type LocatedVerdict } from "../check-result.ts";
import { groupBy } from "../group-by.ts";
import { sanitize, wrap } from "../terminal.ts";
import type { FormatOptions } from "./options.ts";

const maxReasons = 3;

/** Unknown verdicts, which are always shown: one paragraph per control, equal reasons merged and counted. */
export function unknownLines(result: CheckResult, { paint, width }: Pick<FormatOptions, "paint" | "width">): string[] {
	const unknown = allVerdicts(result).filter(({ status }) => status === "unknown");
	if (unknown.length === 0) return [];
	const byControl = groupBy(unknown, ({ control }) => control);
	return [
		paint.bold("Unknown:"),
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

/** The message without the container's name, so that the same reason for several containers is shown once. */
function reasonOf({ message, container }: LocatedVerdict): string {
	return container === undefined ? message : message.replace(`container ${container}`, "the container");
}

/** The last clause of a reason: `its registry is not read` of `the container runs nginx, which could not be checked because its registry is not read`. */
function causeOf(verdict: LocatedVerdict): string {
	const reason = reasonOf(verdict);
	const [, cause] = / (?:an unknown \w+|are unknown|filled in) \(([^()]+)\)$/.exec(reason) ?? [];
	return cause ?? reason.split(/: | because /).at(-1) ?? "";
}
