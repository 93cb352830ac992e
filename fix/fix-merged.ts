import type { MergedFile, SourceFile } from "../readers/source-file.ts";
import { setElsewhere } from "./apply.ts";
import { checkFile, containerKey, type FixContext } from "./checked-file.ts";
import { type FixedFile, fixFile, notFixed } from "./fix-file.ts";
import { findSharedChanges } from "./shared-changes.ts";

export interface FixedFiles extends Omit<FixedFile, "text"> {
	/** The files that were read, in the order in which they are merged. */
	readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
	/** What the fixes lead to. */
	readonly fixed: SourceFile;
}

/**
 * Does the same as fixFile for files that are merged. Each change is made where the value that it replaces is set. What no file sets is
 * written to the first one that can set it for the merged result, so to the base rather than to a file that overrides it; all changes for
 * one topic of a container are made in one file, so that the base by itself does not get only half of them.
 */
export function fixMerged(file: SourceFile, context: FixContext): FixedFiles {
	const { below, above } = file.merged ?? { below: [], above: [] };
	const originals: readonly MergedFile[] = [...below, file, ...above];
	let members = originals;
	const runs: FixedFile[] = [];
	let current = file;
	for (const [index, member] of originals.entries()) {
		if ("missing" in member) continue;
		current = withFocus(file, members, index);
		const run = fixFile(current, context);
		runs.push(run);
		if (run.text === member.text) continue;
		const changed = { path: member.path, text: run.text, document: context.parse(run.text) };
		members = members.with(index, changed);
		current = withFocus(file, members, index);
	}
	const last = runs.at(-1) ?? fixFile(file, context);
	const files = originals.flatMap((one, index) => {
		const after = members[index];
		return "missing" in one || after === undefined || "missing" in after
			? []
			: { path: one.path, before: one.text, after: after.text };
	});
	if (runs.length < 2) return { ...last, files, fixed: current };
	const changes = findSharedChanges(checkFile(file, context), checkFile(current, context), new Set());
	return { ...last, containers: changes.length, notes: mergeNotes(runs, last), files, fixed: current };
}

/** The merged files, as the one that is edited. */
function withFocus(file: SourceFile, members: readonly MergedFile[], index: number): SourceFile {
	const one = members[index];
	if (one === undefined || "missing" in one) return file;
	const merged = { below: members.slice(0, index), above: members.slice(index + 1) };
	return file.merged === undefined ? { ...file, ...one } : { ...file, ...one, merged };
}

type Note = FixedFile["notes"][number];

const keyOf = ({ subject, container }: Note): string => containerKey(subject, container);

/** What could not be fixed in one file may have been fixed in another: then, the last run says nothing of it. */
function mergeNotes(runs: readonly FixedFile[], last: FixedFile): readonly Note[] {
	const unfixed = new Set(last.notes.filter(({ text }) => text.startsWith(notFixed)).map(keyOf));
	const all = runs
		.flatMap(({ notes }) => notes)
		.filter((note) => !note.text.startsWith(notFixed) || unfixed.has(keyOf(note)));
	const own = all.filter(({ text }) => !text.includes(setElsewhere));
	const hasOther = new Set(own.filter(({ text }) => text.startsWith(notFixed)).map(keyOf));
	const kept = all.filter((note) => own.includes(note) || !hasOther.has(keyOf(note)));
	return [...new Map(kept.map((note) => [`${keyOf(note)}\n${note.text}`, note])).values()];
}
