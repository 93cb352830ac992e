import { readers } from "../readers/index.ts";
import type { Reader } from "../readers/reader.ts";

/** The words that `--as` takes, as help and messages list them. */
export const kindsOf = (some: readonly Reader[]): readonly string[] => some.map(({ kind }) => kind).sort();

export const kinds = kindsOf(readers);

/** The reader of a kind; null when there is none, or no kind is given. */
export const readerOf = (kind: string | undefined): Reader | null =>
	readers.find((reader) => reader.kind === kind) ?? null;

/** For the help of a command: a line for each kind of file, its word and what it means. */
export function kindLines(): readonly string[] {
	const width = Math.max(...kinds.map((kind) => kind.length));
	return readers
		.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
		.map(({ kind, title, forms }) => `${kind.padEnd(width)}  ${title}${forms === undefined ? "" : ` (${forms})`}`);
}
