import { type Edit, NotEditableError } from "./edit.ts";

/** Replaces the text between two offsets. */
export interface Splice {
	readonly from: number;
	readonly to: number;
	readonly text: string;
}

/**
 * Applies edits in order. Edits that do not overlap are applied together, so that the text is parsed once for all of them.
 * `locatorFor` parses a text and returns a function that locates an edit in it. Throws NotEditableError where that function
 * does.
 */
export function applyEdits(
	text: string,
	edits: readonly Edit[],
	locatorFor: (text: string) => (edit: Edit) => Splice,
): string {
	let current = text;
	for (let remaining = edits; remaining.length > 0; ) {
		const { splices, later, failed } = collectSplices(remaining, locatorFor(current));
		const [reason] = failed.values();
		if (splices.length === 0) throw new NotEditableError(reason ?? "", failed);
		current = applySplices(current, splices);
		remaining = later;
	}
	return current;
}

function collectSplices(edits: readonly Edit[], locate: (edit: Edit) => Splice) {
	const splices: Splice[] = [];
	const waiting: Splice[] = [];
	const later: Edit[] = [];
	const failed = new Map<Edit, string>();
	for (const edit of edits) {
		const splice = locateOrReason(edit, locate);
		const overlaps = (other: Splice): boolean => typeof splice !== "string" && areOverlapping(splice, other);
		if (typeof splice !== "string" && !splices.some(overlaps) && !waiting.some(overlaps)) {
			splices.push(splice);
			continue;
		}
		later.push(edit);
		// It is tried again, because an earlier edit may write what it needs.
		if (typeof splice === "string") failed.set(edit, splice);
		else waiting.push(splice);
	}
	return { splices, later, failed };
}

/** The splice, or the reason why the edit cannot be made. */
function locateOrReason(edit: Edit, locate: (edit: Edit) => Splice): Splice | string {
	try {
		return locate(edit);
	} catch (error) {
		if (error instanceof NotEditableError) return error.message;
		throw error;
	}
}

const areOverlapping = (one: Splice, other: Splice): boolean => one.from <= other.to && other.from <= one.to;

function applySplices(text: string, splices: readonly Splice[]): string {
	const sorted = splices.toSorted((one, other) => one.from - other.from);
	const pieces = sorted.map(({ from, text: written }, index) => text.slice(sorted[index - 1]?.to ?? 0, from) + written);
	return pieces.join("") + text.slice(sorted.at(-1)?.to ?? 0);
}
