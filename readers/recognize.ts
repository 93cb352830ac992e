import type { DocumentReader, Reader, TextReader } from "./reader.ts";

/** The reader of a text that is neither JSON nor YAML; null when the text has to be parsed to know. */
export const recognizeText = (text: string, mayBeScript: boolean, readers: readonly Reader[]): TextReader | null =>
	readers.filter((reader) => reader.source === "text").find(({ recognizes }) => recognizes(text, mayBeScript)) ?? null;

/** The reader of a text whose name shows its kind; null if the name shows none. */
export const readerByName = (path: string, readers: readonly Reader[]): TextReader | null =>
	readers.filter((reader) => reader.source === "text").find(({ namesFile }) => namesFile?.(path)) ?? null;

/** The reader of a document, by its content; null when no reader recognizes it. */
export const recognizeDocument = (value: unknown, readers: readonly Reader[]): DocumentReader | null =>
	readers.filter((reader) => reader.source === "document").find(({ recognizes }) => recognizes(value)) ?? null;
