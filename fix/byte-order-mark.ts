import { closeSync, openSync, readSync } from "node:fs";

/** The mark that a UTF-8 text may begin with; readers remove it. */
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

/** Passes a stream through unchanged; `hasByteOrderMark` is valid once the stream has been read. */
export function detectByteOrderMark(input: AsyncIterable<Uint8Array>): {
	input: AsyncIterable<Uint8Array>;
	hasByteOrderMark: () => boolean;
} {
	let start = Buffer.alloc(0);
	async function* passThrough(): AsyncGenerator<Uint8Array> {
		for await (const chunk of input) {
			if (start.length < bytes.length) start = Buffer.concat([start, chunk.subarray(0, bytes.length)]);
			yield chunk;
		}
	}
	return { input: passThrough(), hasByteOrderMark: () => start.subarray(0, bytes.length).equals(bytes) };
}
