import { isUtf8 } from "node:buffer";
import { BadInputError } from "../../core/errors.ts";
import { problemAt } from "./problem.ts";

/** Why the content of a file is no text; `rest` is what can be seen of it all the same. */
export class NotTextError extends BadInputError {
	readonly rest: string;

	constructor(message: string, bytes: Buffer) {
		super(message);
		this.rest = bytes.toString("latin1").replaceAll("\0", "");
	}
}

/**
 * The text of bytes from outside, without a byte order mark: UTF-8, or UTF-16 with its mark, as PowerShell redirects. Throws NotTextError,
 * `path: what is wrong; what to do`; for an empty text as well, unless it is allowed.
 */
export function decodeText(bytes: Buffer, path: string, isEmptyAllowed = false): string {
	const marked = hasUtf16Mark(bytes) ? decodeUtf16(bytes, path) : decodeUtf8(bytes, path);
	const text = marked.startsWith("\ufeff") ? marked.slice(1) : marked;
	if (!isEmptyAllowed && !/\S/.test(text))
		throw new NotTextError(`${path}: is empty; write something to check, or leave the file out`, bytes);
	return text;
}

function decodeUtf8(bytes: Buffer, path: string): string {
	if (bytes.includes(0)) throw notText(bytes, path);
	if (!isUtf8(bytes)) throw notUtf8(bytes, path);
	return bytes.toString("utf8");
}

const littleEndian = 0xfffe;
const bigEndian = 0xfeff;

/** Whether bytes begin with a byte order mark of UTF-16. */
export function hasUtf16Mark(bytes: Buffer): boolean {
	const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
	return mark === littleEndian || mark === bigEndian;
}

function decodeUtf16(bytes: Buffer, path: string): string {
	const isWhole = bytes.length % 2 === 0;
	const isSwapped = bytes.readUInt16BE(0) === bigEndian;
	const text = isWhole ? (isSwapped ? Buffer.from(bytes).swap16() : bytes).toString("utf16le") : "";
	if (!isWhole || !text.isWellFormed())
		throw new NotTextError(`${path}: is UTF-16 with characters that are cut off; save it as UTF-8`, bytes);
	if (text.includes("\0")) throw notText(bytes, path);
	return text;
}

const sampleBytes = 1024;

/** In UTF-16, every other byte of Latin text is zero: the even ones or the odd ones, never both. */
function notText(bytes: Buffer, path: string): NotTextError {
	const zeros = [0, 0];
	const start = bytes.subarray(0, sampleBytes);
	start.forEach((byte, index) => {
		if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	});
	const isUtf16 = Math.max(...zeros) > start.length / 4 && Math.min(...zeros) === 0;
	const why = isUtf16 ? "is UTF-16; save it as UTF-8" : "is binary, not text; name a text file";
	return new NotTextError(`${path}: ${why}`, bytes);
}

const newLine = 0x0a;

function notUtf8(bytes: Buffer, path: string): NotTextError {
	let start = 0;
	for (let line = 1; ; line++) {
		const found = bytes.indexOf(newLine, start);
		const end = found === -1 ? bytes.length : found;
		const rest = bytes.subarray(start, end);
		if (!isUtf8(rest)) {
			const column = charactersBeforeFault(rest) + 1;
			const { message } = problemAt(path, { line, column }, "a byte that is not UTF-8; save the file as UTF-8");
			return new NotTextError(message, bytes);
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
