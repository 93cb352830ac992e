import { closeSync, openSync, readSync } from "node:fs";
import { BadInputError } from "../core/errors.ts";
import { hasUtf16Mark } from "../readers/document/decode-text.ts";

/** The mark that a UTF-8 text may begin with; readers remove it. */
const byteOrderMark = "\ufeff";

const bytes = Buffer.from(byteOrderMark);

/** The mark at the beginning of a file, which a changed file keeps; empty when there is none. Throws BadInputError for UTF-16. */
export function readMark(path: string): string {
	const start = Buffer.alloc(bytes.length);
	const file = openSync(path, "r");
	try {
		return markOf(start.subarray(0, readSync(file, start, 0, bytes.length, 0)), path);
	} finally {
		closeSync(file);
	}
}

/** Passes a stream through unchanged; `mark` does the same as readMark once the stream has been read. */
export function detectMark(input: AsyncIterable<Uint8Array>): {
	input: AsyncIterable<Uint8Array>;
	mark: (path: string) => string;
} {
	let start = Buffer.alloc(0);
	async function* passThrough(): AsyncGenerator<Uint8Array> {
		for await (const chunk of input) {
			if (start.length < bytes.length) start = Buffer.concat([start, chunk.subarray(0, bytes.length)]);
			yield chunk;
		}
	}
	return { input: passThrough(), mark: (path) => markOf(start.subarray(0, bytes.length), path) };
}

function markOf(start: Buffer, path: string): string {
	if (hasUtf16Mark(start)) throw new BadInputError(`${path}: is UTF-16, which fix does not write; save it as UTF-8`);
	return start.equals(bytes) ? byteOrderMark : "";
}
