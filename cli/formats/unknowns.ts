import { everyVerdict, type Judged, type LocatedVerdict } from "../judged.ts";
import { harmless, wrapped } from "../terminal.ts";
import type { Looks } from "./format.ts";

const maxReasons = 3;

/** What could not be judged, always shown: a control a paragraph, alike reasons as one with their number. */
export function unknownLines(judged: Judged, { paint, width }: Pick<Looks, "paint" | "width">): string[] {
	const unknown = everyVerdict(judged).filter(({ status }) => status === "unknown");
	if (unknown.length === 0) return [];
	const byControl = groupedBy(unknown, ({ control }) => control);
	return [
		paint.bold("Not known:"),
		...[...byControl].flatMap(([control, verdicts]) => [
			`  ${control}: ${verdicts.length} not judged`,
			...reasonLines(verdicts).flatMap((line) => wrapped(line, "      ", width)),
		]),
	];
}

function reasonLines(verdicts: readonly LocatedVerdict[]): string[] {
	const reasons = [...groupedBy(verdicts, triggerOf)];
	const lines = reasons.slice(0, maxReasons).map(([cause, [first, ...others]]) => {
		if (first === undefined) return harmless(cause);
		const alike = others.every((other) => reasonOf(other) === reasonOf(first));
		const { file, line, column } = first.location;
		const more = others.length === 0 ? "" : ` and ${others.length} more`;
		return `${harmless(alike ? reasonOf(first) : cause)} (${harmless(`${file}:${line}:${column}`)}${more})`;
	});
	const left = reasons.length - maxReasons;
	return left > 0 ? [...lines, `and ${left} other reasons; --format json has all of them`] : lines;
}

/** Without the container's name: what is said of each of many is said once. */
function reasonOf({ message, container }: LocatedVerdict): string {
	return container === undefined ? message : message.replace(`container ${container}`, "the container");
}

/** `its registry was not queried` of `the container: nginx could not be looked into: its registry was not queried`. */
const triggerOf = (verdict: LocatedVerdict): string => reasonOf(verdict).split(": ").at(-1) ?? "";

function groupedBy(
	verdicts: readonly LocatedVerdict[],
	keyOf: (verdict: LocatedVerdict) => string,
): ReadonlyMap<string, readonly LocatedVerdict[]> {
	const groups = new Map<string, LocatedVerdict[]>();
	for (const verdict of verdicts) {
		const key = keyOf(verdict);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [verdict]);
		else group.push(verdict);
	}
	return groups;
}
