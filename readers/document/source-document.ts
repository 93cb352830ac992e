/** Both count from 1. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** Keys and list positions (from 0) that lead to a part of a document. */
export type DocumentPath = readonly (string | number)[];

/** A JSON or YAML document as plain data, and where each part of it stands. */
export interface SourceDocument {
	/** CloudFormation's short tags are written out: `!Ref X` is `{Ref: "X"}`, `!Sub` is `{"Fn::Sub": …}`. */
	readonly value: unknown;
	/** Of what is at a path, or of its nearest ancestor that is written; of its key, or of its value. */
	readonly at: (path: DocumentPath, part: "key" | "value") => Position;
}
