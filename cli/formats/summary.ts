import { formatList } from "../../core/text.ts";
import { severities } from "../../core/verdict.ts";
import { allVerdicts, type CheckResult, countByStatus } from "../check-result.ts";
import { sanitize } from "../terminal.ts";

export const formatCount = (count: number, one: string, many = `${one}s`): string =>
	`${count} ${count === 1 ? one : many}`;

const describeUnrecognized = (paths: readonly string[]): string =>
	`${formatCount(paths.length, "unrecognized file")}: ${sanitize(formatList(paths, 3))}`;

/** `3 files: 2 failures (1 CRITICAL, 1 HIGH), 4 unknown, 1 waived, 40 passed, 6 not applicable; 2 unrecognized files: a.json, b.json`. */
export function summaryOf(result: CheckResult): string {
	const verdicts = allVerdicts(result);
	const counts = countByStatus(verdicts);
	const failures = verdicts.filter(({ status }) => status === "fail");
	const waived = verdicts.filter(({ status, inBaseline }) => status === "waived" && inBaseline !== true).length;
	const bySeverity = severities.flatMap((severity) => {
		const count = failures.filter((failure) => failure.severity === severity).length;
		return count === 0 ? [] : [`${count} ${severity}`];
	});
	const unreadFiles = result.unread.filter(({ extent, isWholeRun }) => extent === "file" && isWholeRun !== true).length;
	const invalid = result.unread.filter(({ extent }) => extent === "ignore").length;
	const unreadParts = result.unread.filter(({ extent }) => extent === "part").length;
	const parts = [
		failures.length === 0 ? "no failures" : `${formatCount(failures.length, "failure")} (${bySeverity.join(", ")})`,
		`${counts.unknown} unknown`,
		...(waived === 0 ? [] : [`${waived} waived`]),
		`${counts.pass} passed`,
		`${counts["not-applicable"]} not applicable`,
	];
	return [
		`${formatCount(result.files.length, "file")}: ${parts.join(", ")}`,
		...(result.unread.some(({ isWholeRun }) => isWholeRun) ? ["no file to check"] : []),
		...(unreadFiles === 0 ? [] : [`${formatCount(unreadFiles, "file")} not checked`]),
		...(unreadParts === 0 ? [] : [`${formatCount(unreadParts, "part of a file", "parts of files")} not checked`]),
		...(invalid === 0 ? [] : [`${formatCount(invalid, "ignore")} not valid`]),
		...(result.unrecognized.length === 0 ? [] : [describeUnrecognized(result.unrecognized)]),
		...(result.leftOut ?? []).map(sanitize),
	].join("; ");
}
