import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { BadInputError } from "../../../core/errors.ts";
import { maxBytes, readOrExplain, readStream, readTextFile } from "../../../readers/document/read-file.ts";

const folder = mkdtempSync(join(tmpdir(), "read-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function fileOf(content: string | Uint8Array): string {
	const path = join(folder, `file-${count++}`);
	writeFileSync(path, content);
	return path;
}

/** What reading says of a path, without the path. */
function refusalOf(path: string): string {
	try {
		readTextFile(path);
	} catch (error) {
		expect(error).toBeInstanceOf(BadInputError);
		const { message } = error as BadInputError;
		expect(message).not.toContain("\n");
		expect(message.startsWith(`${path}:`)).toBe(true);
		return message.slice(path.length + 1).trim();
	}
	throw new Error("it was read");
}

describe("a file with UTF-8 text", () => {
	test.each([
		["as it is", "a: 1\n", "a: 1\n"],
		["with its line ends", "a: 1\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"],
		["without its byte order mark", "\ufeffa: 1", "a: 1"],
		["with a second mark, which is text", "\ufeff\ufeffa", "\ufeffa"],
		["with characters of every length", "ä€😀\ufffd", "ä€😀\ufffd"],
	])("is read: %s", (_, content, text) => {
		expect(readTextFile(fileOf(content))).toBe(text);
	});

	test.each([
		["as Windows writes it", (text: string) => Buffer.from(text, "utf16le")],
		["the other way round", (text: string) => Buffer.from(text, "utf16le").swap16()],
	])("is read in UTF-16 with its byte order mark: %s", (_, encode) => {
		const text = '{\r\n "a": "ä€😀"}\r\n';
		expect(readTextFile(fileOf(encode(`\ufeff${text}`)))).toBe(text);
		expect(readTextFile(fileOf(encode(`\ufeff\ufeff${text}`)))).toBe(`\ufeff${text}`);
	});

	test("is read up to the maximum size", () => {
		const path = fileOf("x".repeat(maxBytes));
		expect(readTextFile(path)).toHaveLength(maxBytes);
		writeFileSync(path, "x".repeat(maxBytes + 1));
		expect(refusalOf(path)).toBe("is 16 MiB; the maximum is 16 MiB, name a smaller file");
	});

	test("is read when the file system reports a size of zero", () => {
		expect(readTextFile("/proc/self/status")).toContain("Pid:");
	});

	test("is read exactly as it was written", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }), (text) => {
				fc.pre(/\S/.test(text) && !text.includes("\0") && !text.startsWith("\ufeff"));
				expect(readTextFile(fileOf(text))).toBe(text);
			}),
			{ numRuns: 200 },
		);
	});
});

describe("a file", () => {
	const binary = "is binary, not text; name a text file";
	const cutOff = "is UTF-16 with characters that are cut off; save it as UTF-8";
	test.each<[string, string | Uint8Array, string]>([
		["nothing", "", "is empty; write something to check, or leave the file out"],
		["only a mark", "\ufeff", "is empty; write something to check, or leave the file out"],
		["only spaces", " \n\t\r\n", "is empty; write something to check, or leave the file out"],
		["UTF-16 of half a character", Buffer.from([0xfe, 0xff, 0, 0x7b, 0]), cutOff],
		["UTF-16 of half a pair", Buffer.from("\ufeff\ud83d", "utf16le"), cutOff],
		["UTF-16 of nothing", Buffer.from([0xff, 0xfe]), "is empty; write something to check, or leave the file out"],
		["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), binary],
		["UTF-16 without a mark", Buffer.from('{"a": 1}', "utf16le"), "is UTF-16; save it as UTF-8"],
		["the same the other way round", Buffer.from('{"a": 1}', "utf16le").swap16(), "is UTF-16; save it as UTF-8"],
		["zeros among letters", "\x7fELF\0\0\0text", "is binary, not text; name a text file"],
		["one zero at the end", `${"x".repeat(2000)}\0`, "is binary, not text; name a text file"],
		["zeros at even places, too few for UTF-16", `${"\0a".repeat(10)}${"b".repeat(61)}`, binary],
		["just enough of them", `${"\0a".repeat(10)}${"b".repeat(59)}`, binary],
		["more of them", `${"a\0".repeat(20)}${"b".repeat(38)}`, "is UTF-16; save it as UTF-8"],
		["zeros beyond what is sampled", `${"a\0".repeat(512)}\0`, "is UTF-16; save it as UTF-8"],
		["a first byte of a mark", Buffer.from([0xff]), "1:1: a byte that is not UTF-8; save the file as UTF-8"],
		["nothing but zeros", "\0\0\0\0", "is binary, not text; name a text file"],
	])("is refused: %s", (_, content, refusal) => {
		expect(refusalOf(fileOf(content))).toBe(refusal);
	});

	test.each([
		["at the beginning", [0xff, 0x41], "1:1"],
		["after two lines", [0x41, 0x0a, 0x42, 0x0a, 0x43, 0x80], "3:2"],
		["after characters of several bytes", [...Buffer.from("ä€😀"), 0xc3, 0x28], "1:5"],
		["cut off at the end", [...Buffer.from("ab€").subarray(0, 4)], "1:3"],
		["an overlong form", [0x61, 0xc0, 0xaf], "1:2"],
	])("with an invalid byte is refused with the byte's position: %s", (_, bytes, place) => {
		const refusal = `${place}: a byte that is not UTF-8; save the file as UTF-8`;
		expect(refusalOf(fileOf(Uint8Array.from(bytes)))).toBe(refusal);
	});

	test("is refused when it is a folder or does not exist", () => {
		expect(refusalOf(folder)).toBe("is a folder; name a file");
		expect(refusalOf(join(folder, "none"))).toBe("no such file; name one that exists");
		expect(refusalOf(join(fileOf("x"), "below"))).toBe("no such file; name one that exists");
		expect(refusalOf(join(folder, "x".repeat(300)))).toBe("the name is too long; name another file");
		expect(refusalOf(`${folder}/a\0b`)).toContain("cannot be read (ERR_INVALID_ARG_VALUE)");
	});

	test("is refused when it is a named pipe, without waiting for a writer, or a device", () => {
		const pipe = join(folder, "pipe");
		execFileSync("mkfifo", [pipe]);
		expect(refusalOf(pipe)).toBe("is a named pipe; pipe it to standard input and name -");
		expect(refusalOf("/dev/zero")).toBe("is a device or a socket, not a file; name a file");
	});

	test("is refused when symbolic links form a loop", () => {
		const circle = join(folder, "circle");
		mkdirSync(circle);
		symlinkSync("two", join(circle, "one"));
		symlinkSync("one", join(circle, "two"));
		expect(refusalOf(join(circle, "one"))).toBe("symbolic links form a loop; name the file itself");
	});

	test("of 200 MiB is refused by its size alone", () => {
		const path = fileOf("{");
		truncateSync(path, 200 * 1024 * 1024);
		expect(refusalOf(path)).toBe("is 200 MiB; the maximum is 16 MiB, name a smaller file");
	});
});

describe("an error of the file system", () => {
	test.each([
		["ENXIO", "is a socket or a pipe, not a file; name a file"],
		["ENOENT", "no such file; name one that exists"],
		["ENOTDIR", "no such file; name one that exists"],
		["EACCES", "permission denied; grant yourself permission to read it"],
		["EPERM", "permission denied; grant yourself permission to read it"],
		["ELOOP", "symbolic links form a loop; name the file itself"],
		["ENAMETOOLONG", "the name is too long; name another file"],
		["EIO", "cannot be read (EIO); check the file and its disk"],
		[undefined, "cannot be read (no code); check the file and its disk"],
	])("is reported with what to do: %s", (code, reason) => {
		const cause = Object.assign(new Error("refused"), code === undefined ? {} : { code });
		const look = () => {
			throw cause;
		};
		expect(() => readOrExplain("a.json", look)).toThrow(new BadInputError(`a.json: ${reason}`, { cause }));
	});

	test("is reported once, and a value that was read is returned", () => {
		const refused = new BadInputError("b.json: is a folder; name a file");
		const look = () => {
			throw refused;
		};
		expect(() => readOrExplain("a.json", look)).toThrow(refused);
		expect(readOrExplain("a.json", () => 5)).toBe(5);
	});
});

describe("the text of a pipe", () => {
	const streamOf = async function* (...chunks: readonly Uint8Array[]) {
		yield* chunks;
	};

	test("is joined before it is decoded", async () => {
		const bytes = Buffer.from("\ufeffä€");
		await expect(readStream(streamOf(bytes.subarray(0, 4), bytes.subarray(4)), "stdin")).resolves.toBe("ä€");
	});

	test("is refused for the same reasons as a file", async () => {
		await expect(readStream(streamOf(), "stdin")).rejects.toThrow("stdin: is empty");
		const much = Buffer.alloc(maxBytes / 2 + 1, "x");
		await expect(readStream(streamOf(much, much), "stdin")).rejects.toThrow(
			"stdin: is too large; the maximum is 16 MiB",
		);
		const most = Buffer.alloc(maxBytes / 2, "x");
		await expect(readStream(streamOf(most, most), "stdin")).resolves.toHaveLength(maxBytes);
	});
});
