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

describe("what is text in UTF-8 is read", () => {
	test.each([
		["as it is", "a: 1\n", "a: 1\n"],
		["with its line ends", "a: 1\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"],
		["without its byte order mark", "\ufeffa: 1", "a: 1"],
		["with a second mark, which is text", "\ufeff\ufeffa", "\ufeffa"],
		["with characters of every length", "ä€😀\ufffd", "ä€😀\ufffd"],
	])("%s", (_, content, text) => {
		expect(readTextFile(fileOf(content))).toBe(text);
	});

	test("up to the bound, and not beyond it", () => {
		const path = fileOf("x".repeat(maxBytes));
		expect(readTextFile(path)).toHaveLength(maxBytes);
		writeFileSync(path, "x".repeat(maxBytes + 1));
		expect(refusalOf(path)).toBe("is 16 MiB; at most 16 MiB are read, name a smaller file");
	});

	test("also where the file system says that there is nothing", () => {
		expect(readTextFile("/proc/self/status")).toContain("Pid:");
	});

	test("any text comes back as it was written", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }), (text) => {
				fc.pre(/\S/.test(text) && !text.includes("\0") && !text.startsWith("\ufeff"));
				expect(readTextFile(fileOf(text))).toBe(text);
			}),
			{ numRuns: 200 },
		);
	});
});

describe("what is not is refused", () => {
	const binary = "is binary, not text; name a text file";
	test.each<[string, string | Uint8Array, string]>([
		["nothing", "", "is empty; write something to judge, or do not name it"],
		["only a mark", "\ufeff", "is empty; write something to judge, or do not name it"],
		["only spaces", " \n\t\r\n", "is empty; write something to judge, or do not name it"],
		["UTF-16 with a mark", Buffer.from("\ufeff{}", "utf16le"), "is UTF-16; save it as UTF-8"],
		["UTF-16 the other way round", Buffer.from([0xfe, 0xff, 0, 0x7b]), "is UTF-16; save it as UTF-8"],
		["UTF-16 without a mark", Buffer.from('{"a": 1}', "utf16le"), "is UTF-16; save it as UTF-8"],
		["the same the other way round", Buffer.from('{"a": 1}', "utf16le").swap16(), "is UTF-16; save it as UTF-8"],
		["zeros among letters", "\x7fELF\0\0\0text", "is binary, not text; name a text file"],
		["one zero at the end", `${"x".repeat(2000)}\0`, "is binary, not text; name a text file"],
		["zeros at even places, too few for UTF-16", `${"\0a".repeat(10)}${"b".repeat(61)}`, binary],
		["just enough of them", `${"\0a".repeat(10)}${"b".repeat(59)}`, binary],
		["more of them", `${"a\0".repeat(20)}${"b".repeat(38)}`, "is UTF-16; save it as UTF-8"],
		["zeros beyond what is sampled", `${"a\0".repeat(512)}\0`, "is UTF-16; save it as UTF-8"],
		["a first byte of a mark", Buffer.from([0xff]), "1:1: a byte that is no UTF-8; save the file as UTF-8"],
		["nothing but zeros", "\0\0\0\0", "is binary, not text; name a text file"],
	])("%s", (_, content, refusal) => {
		expect(refusalOf(fileOf(content))).toBe(refusal);
	});

	test.each([
		["at the beginning", [0xff, 0x41], "1:1"],
		["after two lines", [0x41, 0x0a, 0x42, 0x0a, 0x43, 0x80], "3:2"],
		["after characters of several bytes", [...Buffer.from("ä€😀"), 0xc3, 0x28], "1:5"],
		["cut off at the end", [...Buffer.from("ab€").subarray(0, 4)], "1:3"],
		["an overlong form", [0x61, 0xc0, 0xaf], "1:2"],
	])("a wrong byte %s, with its place", (_, bytes, place) => {
		const refusal = `${place}: a byte that is no UTF-8; save the file as UTF-8`;
		expect(refusalOf(fileOf(Uint8Array.from(bytes)))).toBe(refusal);
	});

	test("a folder, and what does not exist", () => {
		expect(refusalOf(folder)).toBe("is a folder; name a file");
		expect(refusalOf(join(folder, "none"))).toBe("there is no such file; name one that exists");
		expect(refusalOf(join(fileOf("x"), "below"))).toBe("there is no such file; name one that exists");
		expect(refusalOf(join(folder, "x".repeat(300)))).toBe("the name is too long; name another file");
		expect(refusalOf(`${folder}/a\0b`)).toContain("cannot be read (ERR_INVALID_ARG_VALUE)");
	});

	test("a named pipe, without waiting for a writer, and a device", () => {
		const pipe = join(folder, "pipe");
		execFileSync("mkfifo", [pipe]);
		expect(refusalOf(pipe)).toBe("is a named pipe; pipe it to standard input and name -");
		expect(refusalOf("/dev/zero")).toBe("is no file but a device or a socket; name a file");
	});

	test("links that lead round in a circle", () => {
		const circle = join(folder, "circle");
		mkdirSync(circle);
		symlinkSync("two", join(circle, "one"));
		symlinkSync("one", join(circle, "two"));
		expect(refusalOf(join(circle, "one"))).toBe("symbolic links lead round in a circle; name the file itself");
	});

	test("200 MiB, by its size alone", () => {
		const path = fileOf("{");
		truncateSync(path, 200 * 1024 * 1024);
		expect(refusalOf(path)).toBe("is 200 MiB; at most 16 MiB are read, name a smaller file");
	});
});

describe("what the file system refuses is said with what to do", () => {
	test.each([
		["ENXIO", "is no file but a socket or a pipe; name a file"],
		["ENOENT", "there is no such file; name one that exists"],
		["ENOTDIR", "there is no such file; name one that exists"],
		["EACCES", "may not be read; give yourself the right to read it"],
		["EPERM", "may not be read; give yourself the right to read it"],
		["ELOOP", "symbolic links lead round in a circle; name the file itself"],
		["ENAMETOOLONG", "the name is too long; name another file"],
		["EIO", "cannot be read (EIO); look at the file and its disk"],
		[undefined, "cannot be read (no code); look at the file and its disk"],
	])("%s", (code, reason) => {
		const cause = Object.assign(new Error("refused"), code === undefined ? {} : { code });
		const look = () => {
			throw cause;
		};
		expect(() => readOrExplain("a.json", look)).toThrow(new BadInputError(`a.json: ${reason}`, { cause }));
	});

	test("what was refused already is left as it is, and what was read is given", () => {
		const refused = new BadInputError("b.json: is a folder; name a file");
		const look = () => {
			throw refused;
		};
		expect(() => readOrExplain("a.json", look)).toThrow(refused);
		expect(readOrExplain("a.json", () => 5)).toBe(5);
	});
});

describe("what comes through a pipe", () => {
	const streamOf = async function* (...chunks: readonly Uint8Array[]) {
		yield* chunks;
	};

	test("is put together before it is decoded", async () => {
		const bytes = Buffer.from("\ufeffä€");
		await expect(readStream(streamOf(bytes.subarray(0, 4), bytes.subarray(4)), "stdin")).resolves.toBe("ä€");
	});

	test("is refused like a file", async () => {
		await expect(readStream(streamOf(), "stdin")).rejects.toThrow("stdin: is empty");
		const much = Buffer.alloc(maxBytes / 2 + 1, "x");
		await expect(readStream(streamOf(much, much), "stdin")).rejects.toThrow(
			"stdin: is longer; at most 16 MiB are read",
		);
		const most = Buffer.alloc(maxBytes / 2, "x");
		await expect(readStream(streamOf(most, most), "stdin")).resolves.toHaveLength(maxBytes);
	});
});
