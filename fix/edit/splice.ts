import { type Edit, NotEditableError } from "./edit.ts";

/** A text in place of what is between two positions. */
export interface Splice {
	readonly from: number;
	readonly to: number;
	readonly text: string;
}

/**
 * Makes changes in their order. Those that do not meet are made at once: the text is read once for all of them, not for
 * each. `reader` reads a text and says where in it a change belongs; where it throws NotEditableError, so does this.
 */
export function spliced(
	text: string,
	edits: readonly Edit[],
	reader: (text: string) => (edit: Edit) => Splice,
): string {
	let now = text;
	for (let left = edits; left.length > 0; ) {
		const { splices, later, failed } = firstOf(left, reader(now));
		const [reason] = failed.values();
		if (splices.length === 0) throw new NotEditableError(reason ?? "", failed);
		now = withAll(now, splices);
		left = later;
	}
	return now;
}

function firstOf(edits: readonly Edit[], placed: (edit: Edit) => Splice) {
	const splices: Splice[] = [];
	const waiting: Splice[] = [];
	const later: Edit[] = [];
	const failed = new Map<Edit, string>();
	for (const edit of edits) {
		const splice = attempted(edit, placed);
		const isMet = (other: Splice): boolean => typeof splice !== "string" && meet(splice, other);
		if (typeof splice !== "string" && !splices.some(isMet) && !waiting.some(isMet)) {
			splices.push(splice);
			continue;
		}
		later.push(edit);
		// What it needs may be written by one of those before it.
		if (typeof splice === "string") failed.set(edit, splice);
		else waiting.push(splice);
	}
	return { splices, later, failed };
}

/** The reason where it cannot be made. */
function attempted(edit: Edit, placed: (edit: Edit) => Splice): Splice | string {
	try {
		return placed(edit);
	} catch (error) {
		if (error instanceof NotEditableError) return error.message;
		throw error;
	}
}

const meet = (one: Splice, other: Splice): boolean => one.from <= other.to && other.from <= one.to;

function withAll(text: string, splices: readonly Splice[]): string {
	const inOrder = splices.toSorted((one, other) => one.from - other.from);
	const pieces = inOrder.map(
		({ from, text: written }, index) => text.slice(inOrder[index - 1]?.to ?? 0, from) + written,
	);
	return pieces.join("") + text.slice(inOrder.at(-1)?.to ?? 0);
}
