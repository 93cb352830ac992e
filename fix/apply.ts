import type { DocumentPath } from "../readers/document/source-document.ts";
import { valueAt } from "../readers/document/value-at.ts";
import type { SourceFile } from "../readers/source-file.ts";
import type { Candidate, FixContext } from "./checked-file.ts";
import { type Edit, NotEditableError } from "./edit/edit.ts";
import { editJson } from "./edit/edit-json.ts";
import { editYaml } from "./edit/edit-yaml.ts";
import { editsFor } from "./edits.ts";
import type { Fix } from "./plan/plan.ts";

/** Why a field cannot be changed in this file. */
export const setElsewhere = "is set elsewhere";

/** A fix that cannot be written to the file, and why. */
export interface FailedFix extends CandidateFix {
	readonly reason: string;
}

/**
 * Applies the fixes of all candidates to a file: first the first fix of each candidate, then the second of each, and so on,
 * because a fix may need what the previous fix of its container wrote. Returns the fixes that could not be written if there
 * are any. Throws BadInputError where the changed file cannot be read.
 */
export function applyFixes(
	file: SourceFile,
	candidates: readonly Candidate[],
	context: FixContext,
): SourceFile | readonly FailedFix[] {
	const steps = Math.max(0, ...candidates.map(({ fixes }) => fixes.length));
	let current = file;
	for (let step = 0; step < steps; step++) {
		const next = applyStep(
			current,
			candidates.flatMap((candidate) => candidate.fixes.slice(step, step + 1).map((fix) => ({ candidate, fix }))),
			context,
		);
		if (!("document" in next)) return next;
		current = next;
	}
	return current;
}

interface CandidateFix {
	readonly candidate: Candidate;
	readonly fix: Fix;
}

function applyStep(
	file: SourceFile,
	step: readonly CandidateFix[],
	context: FixContext,
): SourceFile | readonly FailedFix[] {
	const fixByEdit = new Map<Edit, CandidateFix>();
	const failed: FailedFix[] = [];
	for (const one of step) {
		const error = catchNotEditable(() => {
			for (const edit of editsOf(one, file, context)) fixByEdit.set(edit, one);
		});
		if (error !== null) failed.push({ ...one, reason: error.message });
	}
	if (failed.length > 0) return failed;
	let { text } = file;
	const error = catchNotEditable(() => {
		text = editText(file.text, [...fixByEdit.keys()]);
	});
	if (error === null) return { ...file, text, document: context.parse(text) };
	const failedEdits = [...error.failed].flatMap(([edit, reason]) => {
		const one = fixByEdit.get(edit);
		return one === undefined ? [] : { ...one, reason };
	});
	return failedEdits.length > 0 ? failedEdits : step.map((one) => ({ ...one, reason: error.message }));
}

function catchNotEditable(act: () => void): NotEditableError | null {
	try {
		act();
		return null;
	} catch (error) {
		if (error instanceof NotEditableError) return error;
		throw error;
	}
}

function editsOf(
	{ candidate: { reading, container }, fix }: CandidateFix,
	{ document }: SourceFile,
	{ editable: { notation } }: FixContext,
): readonly Edit[] {
	const path = (field: string): DocumentPath => {
		const found = reading.path?.(field, container) ?? null;
		if (found === null)
			throw new NotEditableError(
				`${field} ${setElsewhere} or produced by a function; fix it there, or set it directly in this container`,
			);
		return found;
	};
	return editsFor(fix, { notation, path, valueAt: (at) => valueAt(document.value, at) });
}

/** JSON is also YAML, but only keeps its layout when it is edited as JSON. */
const editText = (text: string, edits: readonly Edit[]): string =>
	/^\s*[{[]/.test(text) ? editJson(text, edits) : editYaml(text, edits);
