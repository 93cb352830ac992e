import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { BadInputError } from "../../core/errors.ts";
import { decodeText } from "./decode-text.ts";

/** A larger file is refused before it is read. */
export const maxBytes = 16 * 1024 * 1024;

/**
 * The text of a file, without a byte order mark. An empty one is refused unless it is allowed. `isFound`: in a folder, not named.
 * Never waits for a writer and never reads more than the maximum.
 * Throws BadInputError, `path: what is wrong; what to do`.
 */
export function readTextFile(path: string, { isEmptyAllowed = false, isFound = false } = {}): string {
	const bytes = readOrExplain(path, () => readBytes(path, isFound ? leaveOut : nameSmaller));
	return decodeText(bytes, path, isEmptyAllowed);
}

/** The text of a stream, read to its end. Throws BadInputError as readTextFile does. */
export async function readStream(stream: AsyncIterable<Uint8Array>, path: string): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of stream) {
		length += chunk.length;
		if (length > maxBytes) throw tooLong(path, "too large", nameSmaller);
		chunks.push(chunk);
	}
	return decodeText(Buffer.concat(chunks), path);
}

function readBytes(path: string, remedy: string): Buffer {
	// Not blocking: a named pipe would wait for a writer.
	const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const found = fstatSync(file);
		refuseUnlessFile(found, path);
		if (found.size > maxBytes) throw tooLong(path, sizeOf(found.size), remedy);
		const chunks: Buffer[] = [];
		let length = 0;
		for (;;) {
			// Reads one byte more than expected to detect the end; files in /proc report a size of zero.
			const chunk = Buffer.allocUnsafe(Math.max(found.size - length + 1, 4096));
			const count = readSync(file, chunk);
			length += count;
			if (length > maxBytes) throw tooLong(path, "too large", remedy);
			chunks.push(chunk.subarray(0, count));
			if (count === 0 || length === found.size) return Buffer.concat(chunks, length);
		}
	} finally {
		closeSync(file);
	}
}

function refuseUnlessFile(found: Stats, path: string): void {
	if (found.isFile()) return;
	if (found.isDirectory()) throw new BadInputError(`${path}: is a folder; name a file`);
	if (found.isFIFO()) throw new BadInputError(`${path}: is a named pipe; pipe it to standard input and name -`);
	throw new BadInputError(`${path}: is a device or a socket, not a file; name a file`);
}

const mebibyte = 1024 * 1024;
const sizeOf = (bytes: number): string => `${Math.max(1, Math.round(bytes / mebibyte))} MiB`;
const nameSmaller = "name a smaller file";
const leaveOut = "leave it out with --exclude if it need not be checked";
const tooLong = (path: string, size: string, remedy: string): BadInputError =>
	new BadInputError(`${path}: is ${size}; the maximum is ${maxBytes / mebibyte} MiB, ${remedy}`);

const remedies: Readonly<Record<string, string>> = {
	ENXIO: "is a socket or a pipe, not a file; name a file",
	ENOENT: "no such file; name one that exists",
	ENOTDIR: "no such file; name one that exists",
	EACCES: "permission denied; grant yourself permission to read it",
	EPERM: "permission denied; grant yourself permission to read it",
	ELOOP: "symbolic links form a loop; name the file itself",
	ENAMETOOLONG: "the name is too long; name another file",
};

/** Runs a file system operation and throws its error as a BadInputError that says what to do. */
export function readOrExplain<T>(path: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof BadInputError) throw error;
		const { code = "no code" } = error as NodeJS.ErrnoException;
		const reason = remedies[code] ?? `cannot be read (${code}); check the file and its disk`;
		throw new BadInputError(`${path}: ${reason}`, { cause: error });
	}
}
