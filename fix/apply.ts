import type { DocumentPath } from "../readers/document/source-document.ts";
import { valueAt } from "../readers/document/value-at.ts";
import type { SourceFile } from "../readers/reader.ts";
import type { Bench, Work } from "./checked-file.ts";
import { type Edit, NotEditableError } from "./edit/edit.ts";
import { editJson } from "./edit/edit-json.ts";
import { editYaml } from "./edit/edit-yaml.ts";
import { editsFor } from "./edits.ts";
import type { Mend } from "./plan/plan.ts";

/** Why what is to be done to a container cannot be written. */
export interface Unwritten {
	readonly work: Work;
	readonly mend: Mend;
	readonly reason: string;
}

/**
 * A file with what is to be done to its containers: the first mend of each at once, then the second of each, and so on, as
 * one mend of a container may need what the one before it wrote. Throws BadInputError where it cannot be read any more.
 */
export function withWorks(file: SourceFile, works: readonly Work[], bench: Bench): SourceFile | readonly Unwritten[] {
	const most = Math.max(0, ...works.map(({ mends }) => mends.length));
	let now = file;
	for (let at = 0; at < most; at++) {
		const next = withMends(
			now,
			works.flatMap((work) => work.mends.slice(at, at + 1).map((mend) => ({ work, mend }))),
			bench,
		);
		if (!("document" in next)) return next;
		now = next;
	}
	return now;
}

interface Task {
	readonly work: Work;
	readonly mend: Mend;
}

function withMends(file: SourceFile, tasks: readonly Task[], bench: Bench): SourceFile | readonly Unwritten[] {
	const owners = new Map<Edit, Task>();
	const unwritten: Unwritten[] = [];
	for (const task of tasks) {
		const reasons = notEditable(() => {
			for (const edit of editsOf(task.mend, task.work, file, bench)) owners.set(edit, task);
		});
		if (reasons !== null) unwritten.push({ ...task, reason: reasons.message });
	}
	if (unwritten.length > 0) return unwritten;
	let text = file.text;
	const failed = notEditable(() => {
		text = edited(file.text, [...owners.keys()]);
	});
	if (failed === null) return { ...file, text, document: bench.parse(text) };
	const own = [...failed.failed].flatMap(([edit, reason]) => {
		const task = owners.get(edit);
		return task === undefined ? [] : { ...task, reason };
	});
	return own.length > 0 ? own : tasks.map((task) => ({ ...task, reason: failed.message }));
}

function notEditable(act: () => void): NotEditableError | null {
	try {
		act();
		return null;
	} catch (error) {
		if (error instanceof NotEditableError) return error;
		throw error;
	}
}

function editsOf(
	mend: Mend,
	{ reading, container }: Work,
	{ document }: SourceFile,
	{ editable: { notation } }: Bench,
): readonly Edit[] {
	const path = (field: string): DocumentPath => {
		const found = reading.path?.(field, container) ?? null;
		if (found === null)
			throw new NotEditableError(
				`${field} is written in another place, or made by a function: mend it there, or write it out here`,
			);
		return found;
	};
	return editsFor(mend, { notation, path, written: (at) => valueAt(document.value, at) });
}

/** JSON is YAML too, but keeps its looks only when it is edited as JSON. */
const edited = (text: string, edits: readonly Edit[]): string =>
	/^\s*[{[]/.test(text) ? editJson(text, edits) : editYaml(text, edits);
