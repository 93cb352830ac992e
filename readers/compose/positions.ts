import type { DocumentPath, Position, SourceDocument } from "../document/source-document.ts";
import { type Part, positionOf } from "./part.ts";

/** Parts of the file by the field of the ECS API that they set; null when nothing is written. */
export type FieldParts = readonly (readonly [field: string, part: Part | null])[];

/** Finds the position of a field; an unwritten one has that of its nearest ancestor, or finally of the service. */
export function positionFinder(fieldParts: FieldParts, service: Position): (field: string) => Position {
	const known = new Map(fieldParts);
	const find = (field: string): Position => {
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

/** Finds the path at which a field is or would be written in the file that is checked; null for another file or an unknown key. */
export function pathFinder(
	fieldParts: FieldParts,
	service: Part | null,
	at: SourceDocument["at"],
): (field: string) => DocumentPath | null {
	const known = new Map(fieldParts);
	return (field) => {
		const part = known.get(field) ?? null;
		if (part !== null) return part.origin.at === at ? part.path : null;
		const key = keys[field];
		return key === undefined || service === null || service.origin.at !== at ? null : [...service.path, key];
	};
}
