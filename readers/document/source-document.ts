/** Line and column, both from 1. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** A position; `file` names its file where that is not the one that is checked. */
export interface Location extends Position {
	readonly file?: string;
}

/** Keys and array indexes (from 0) that lead to a part of a document. */
export type DocumentPath = readonly (string | number)[];

/** The lines of a part of a file, both included, from 1; `file` as in `Location`. */
export interface Lines {
	readonly first: number;
	readonly last: number;
	readonly file?: string;
}

/** A JSON or YAML document as plain data, with the position of each part. */
export interface SourceDocument {
	/** CloudFormation's short tags are written out: `!Ref X` is `{Ref: "X"}`, `!Sub` is `{"Fn::Sub": …}`. */
	readonly value: unknown;
	/** The position of the key or the value at a path, or of its nearest written ancestor. */
	readonly at: (path: DocumentPath, part: "key" | "value") => Position;
	/** The lines from the key to the end of the value at a path; null when it is not written. Absent in JSON, which has no comments. */
	readonly linesOf?: (path: DocumentPath) => Lines | null;
}
