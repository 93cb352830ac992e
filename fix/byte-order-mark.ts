import { closeSync, openSync, readSync } from "node:fs";

/** What a text in UTF-8 may begin with; readers take it away. */
export const byteOrderMark = "\ufeff";

const bytes = Buffer.from(byteOrderMark);

export function startsWithByteOrderMark(path: string): boolean {
	const start = Buffer.alloc(bytes.length);
	const file = openSync(path, "r");
	try {
		return readSync(file, start, 0, bytes.length, 0) === bytes.length && start.equals(bytes);
	} finally {
		closeSync(file);
	}
}

/** A stream that is passed on as it comes, and whether it began with the mark, once it was read. */
export function detectByteOrderMark(input: AsyncIterable<Uint8Array>): {
	input: AsyncIterable<Uint8Array>;
	hasByteOrderMark: () => boolean;
} {
	let start = Buffer.alloc(0);
	async function* passed(): AsyncGenerator<Uint8Array> {
		for await (const chunk of input) {
			if (start.length < bytes.length) start = Buffer.concat([start, chunk.subarray(0, bytes.length)]);
			yield chunk;
		}
	}
	return { input: passed(), hasByteOrderMark: () => start.subarray(0, bytes.length).equals(bytes) };
}
