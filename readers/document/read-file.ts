import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { BadInputError } from "../../core/errors.ts";
import { problemAt } from "./problem.ts";

/** A larger file is refused before it is read. */
export const maxBytes = 16 * 1024 * 1024;

/**
 * The text of a file, without a byte order mark. An empty one is refused unless it is allowed. Never waits for a writer and never reads more than the maximum.
 * Throws BadInputError, `path: what is wrong; what to do`.
 */
export function readTextFile(path: string, { isEmptyAllowed = false } = {}): string {
	const bytes = readOrExplain(path, () => readBytes(path));
	return decodeText(bytes, path, isEmptyAllowed);
}

/** The text of a stream, read to its end. Throws BadInputError as readTextFile does. */
export async function readStream(stream: AsyncIterable<Uint8Array>, path: string): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of stream) {
		length += chunk.length;
		if (length > maxBytes) throw tooLong(path, "too large");
		chunks.push(chunk);
	}
	return decodeText(Buffer.concat(chunks), path);
}

function readBytes(path: string): Buffer {
	// Not blocking: a named pipe would wait for a writer.
	const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const found = fstatSync(file);
		refuseUnlessFile(found, path);
		if (found.size > maxBytes) throw tooLong(path, sizeOf(found.size));
		const chunks: Buffer[] = [];
		let length = 0;
		for (;;) {
			// Reads one byte more than expected to detect the end; files in /proc report a size of zero.
			const chunk = Buffer.allocUnsafe(Math.max(found.size - length + 1, 4096));
			const count = readSync(file, chunk);
			length += count;
			if (length > maxBytes) throw tooLong(path, "too large");
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

/** Decodes UTF-8 text and refuses anything else. */
function decodeText(bytes: Buffer, path: string, isEmptyAllowed = false): string {
	if (hasUtf16Mark(bytes)) throw new BadInputError(`${path}: is UTF-16; save it as UTF-8`);
	if (bytes.includes(0)) throw notText(bytes, path);
	if (!isUtf8(bytes)) throw notUtf8(bytes, path);
	const text = bytes.toString("utf8");
	const bare = text.startsWith("\ufeff") ? text.slice(1) : text;
	if (!isEmptyAllowed && !/\S/.test(bare))
		throw new BadInputError(`${path}: is empty; write something to check, or leave the file out`);
	return bare;
}

function hasUtf16Mark(bytes: Buffer): boolean {
	const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
	return mark === 0xfeff || mark === 0xfffe;
}

const sampleBytes = 1024;

/** In UTF-16, every other byte of Latin text is zero: the even ones or the odd ones, never both. */
function notText(bytes: Buffer, path: string): BadInputError {
	const zeros = [0, 0];
	const start = bytes.subarray(0, sampleBytes);
	start.forEach((byte, index) => {
		if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	});
	const isUtf16 = Math.max(...zeros) > start.length / 4 && Math.min(...zeros) === 0;
	return new BadInputError(
		`${path}: ${isUtf16 ? "is UTF-16; save it as UTF-8" : "is binary, not text; name a text file"}`,
	);
}

const newLine = 0x0a;

function notUtf8(bytes: Buffer, path: string): BadInputError {
	let start = 0;
	for (let line = 1; ; line++) {
		const found = bytes.indexOf(newLine, start);
		const end = found === -1 ? bytes.length : found;
		const rest = bytes.subarray(start, end);
		if (!isUtf8(rest)) {
			const column = charactersBeforeFault(rest) + 1;
			return problemAt(path, { line, column }, "a byte that is not UTF-8; save the file as UTF-8");
		}
		start = end + 1;
	}
}

/** Binary search for the first invalid byte: a prefix decodes as long as it does not contain that byte. */
function charactersBeforeFault(bytes: Buffer): number {
	let right = 0;
	let wrong = bytes.length;
	while (wrong - right > 1) {
		const middle = (right + wrong) >> 1;
		if (decodePrefix(bytes, middle) === null) wrong = middle;
		else right = middle;
	}
	return decodePrefix(bytes, right)?.length ?? 0;
}

/** Leaves out a character that is cut off at the end; null when a byte before it is invalid. */
function decodePrefix(bytes: Buffer, length: number): string | null {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length), {
			stream: true,
		});
	} catch {
		return null;
	}
}

const mebibyte = 1024 * 1024;
const sizeOf = (bytes: number): string => `${Math.max(1, Math.round(bytes / mebibyte))} MiB`;
const tooLong = (path: string, size: string): BadInputError =>
	new BadInputError(`${path}: is ${size}; the maximum is ${maxBytes / mebibyte} MiB, name a smaller file`);

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
