import type { DocumentPath, Lines, Location, SourceDocument } from "../document/source-document.ts";
import { fieldOf, type Part, positionOf, withoutTag } from "./part.ts";

/** Parts of the file by the field of the ECS API that they set; null when nothing is written. */
export type FieldParts = readonly (readonly [field: string, part: Part | null])[];

/** Finds the position of a field; an unwritten one has that of its nearest ancestor, or finally of the service. */
export function positionFinder(fieldParts: FieldParts, service: Location): (field: string) => Location {
	const known = new Map(fieldParts);
	const find = (field: string): Location => {
		const part = known.get(field) ?? null;
		if (part !== null) return positionOf(part);
		const end = field.lastIndexOf(".");
		return end === -1 ? service : find(field.slice(0, end));
	};
	return find;
}

/** Fields that can be fixed, with the key of the service under which a missing one is written. */
const keys: Readonly<Record<string, string>> = {
	readonlyRootFilesystem: "read_only",
	"linuxParameters.tmpfs": "tmpfs",
};

/**
 * Finds the path at which a field is or would be written in a document; null for another document or an unknown key. `own`: the last
 * definition of the service in the document; null when it has none.
 */
export function pathFinder(
	fieldParts: FieldParts,
	own: Part | null,
	document: SourceDocument,
): (field: string) => DocumentPath | null {
	const known = new Map(fieldParts);
	return (field) => {
		const key = keys[field];
		const found = known.get(field) ?? null;
		// The only tmpfs may be an item of `volumes`: what is missing still belongs to the list of its own.
		const part = key !== undefined && found !== null && isItem(found) ? null : found;
		if (part?.origin.document === document) return withoutTag(part).path;
		if (key === undefined || own === null) return null;
		// What another file sets is changed there; but to a list of a file that is merged with this one, this one can add.
		if (part !== null && (key !== "tmpfs" || part.origin.document === null)) return null;
		return fieldOf(own, key)?.path ?? [...withoutTag(own).path, key];
	};
}

const isItem = ({ path }: Part): boolean =>
	typeof path.findLast((key) => typeof key === "number" || !key.startsWith("!")) === "number";

/** The value of a field as it is written, in any file, with its variables. */
export function writtenIn(fieldParts: FieldParts, field: string): unknown {
	const part = new Map(fieldParts).get(field) ?? null;
	return part === null ? undefined : withoutTag(part).value;
}

/** The lines of a part in its file; none of a file that another one only refers to. */
export function linesOfPart(part: Part): readonly Lines[] {
	const lines = part.origin.document?.linesOf?.(part.path) ?? null;
	if (lines === null) return [];
	const { file } = positionOf(part);
	return [{ ...lines, ...(file === undefined ? {} : { file }) }];
}
