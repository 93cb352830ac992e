import { listed } from "../../core/text.ts";
import { severities } from "../../core/verdict.ts";
import { countsOf, everyVerdict, type Judged } from "../judged.ts";
import { harmless } from "../terminal.ts";

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const othersOf = (others: readonly string[]): string =>
	`${counted(others.length, "other file")}: ${harmless(listed(others, 3))}`;

/** `3 files: 2 failures (1 CRITICAL, 1 HIGH), 4 unknown, 1 waived, 40 passed, 6 not applicable; 2 other files: a.json, b.json`. */
export function summaryOf(judged: Judged): string {
	const verdicts = everyVerdict(judged);
	const counts = countsOf(verdicts);
	const failures = verdicts.filter(({ status }) => status === "fail");
	const bySeverity = severities.flatMap((severity) => {
		const count = failures.filter((failure) => failure.severity === severity).length;
		return count === 0 ? [] : [`${count} ${severity}`];
	});
	const notRead = judged.unread.filter(({ what }) => what === "file").length;
	const partsNotRead = judged.unread.length - notRead;
	const parts = [
		failures.length === 0 ? "no failures" : `${counted(failures.length, "failure")} (${bySeverity.join(", ")})`,
		`${counts.unknown} unknown`,
		...(counts.waived === 0 ? [] : [`${counts.waived} waived`]),
		`${counts.pass} passed`,
		`${counts["not-applicable"]} not applicable`,
	];
	return [
		`${counted(judged.files.length, "file")}: ${parts.join(", ")}`,
		...(notRead === 0 ? [] : [`${notRead} not judged`]),
		...(partsNotRead === 0 ? [] : [`${counted(partsNotRead, "part of a file", "parts of files")} not judged`]),
		...(judged.others.length === 0 ? [] : [othersOf(judged.others)]),
	].join("; ");
}
