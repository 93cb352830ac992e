import { dirname, resolve } from "node:path";
import { formatList } from "../core/text.ts";
import type { Reader } from "../readers/reader.ts";
import type { CheckedFile, CheckResult } from "./check-result.ts";
import { formatCount } from "./formats/summary.ts";

/**
 * For each kind of file of which another file tells everything: how many files of it leave something open that no other file of the run
 * tells, and what to check as well.
 * `2 Terraform files leave values open (infra/ecs.tf, infra/ecr.tf); to have all of it judged, …`.
 */
export function openValueLines(result: CheckResult, readers: readonly Reader[]): readonly string[] {
	const answered = new Set(result.files.flatMap(({ answersFor = [] }) => answersFor));
	const isOpen = ({ path, leavesOpen }: CheckedFile): boolean =>
		leavesOpen === true && !answered.has(dirname(resolve(path)));
	return readers.flatMap(({ kind, title, wholeAnswer }) => {
		const open = result.files.filter((file) => file.kind === kind && isOpen(file)).map(({ path }) => path);
		if (wholeAnswer === undefined || open.length === 0) return [];
		const count = formatCount(open.length, title.replace(/s$/, ""), title);
		return [`${count} ${open.length === 1 ? "leaves" : "leave"} values open (${formatList(open, 3)}); ${wholeAnswer}`];
	});
}
