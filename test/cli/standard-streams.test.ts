import fs from "node:fs";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { terminalWidth, write } from "../../cli/standard-streams.ts";

afterEach(() => {
	jest.restoreAllMocks();
});

/** Simulates a system that accepts the given numbers of bytes, then fails with an error code. */
function system(takes: readonly number[], then: string | null): string[] {
	const written: string[] = [];
	const left = [...takes];
	jest.spyOn(fs, "writeSync").mockImplementation((_, bytes: unknown, from) => {
		if (!Buffer.isBuffer(bytes)) throw new Error("strings must be written as bytes");
		const count = left.shift();
		if (count === undefined && then !== null) throw Object.assign(new Error(`write ${then}`), { code: then });
		const start = Number(from);
		const end = count === undefined ? bytes.length : start + count;
		written.push(bytes.toString("utf8", start, end));
		return end - start;
	});
	return written;
}

describe("writes a string completely", () => {
	test("in one write", async () => {
		const written = system([], null);
		await write(1, "grün\n");
		expect(written).toEqual(["grün\n"]);
	});

	test("in several writes when the system accepts only a part", async () => {
		const written = system([2, 3], null);
		await write(2, "abcdefgh");
		expect(written).toEqual(["ab", "cde", "fgh"]);
	});

	test("through the stream when the system returns EAGAIN", async () => {
		const written = system([3], "EAGAIN");
		jest.spyOn(process.stdout, "write").mockImplementation((bytes, done) => {
			written.push(Buffer.from(bytes as Uint8Array).toString());
			if (typeof done === "function") (done as () => void)();
			return true;
		});
		await write(1, "abcdef");
		expect(written).toEqual(["abc", "def"]);
	});

	test("and rejects when the stream is closed", async () => {
		system([3], "EPIPE");
		await expect(write(1, "abcdef")).rejects.toThrow("write EPIPE");
	});
});

describe("the terminal width", () => {
	const stat = (isCharacterDevice: boolean, rdev: number) =>
		jest.spyOn(fs, "fstatSync").mockReturnValue({ isCharacterDevice: () => isCharacterDevice, rdev } as fs.Stats);

	test.each<[string, boolean, number, boolean]>([
		["a terminal", true, 34_816, true],
		["a device that is not a TTY", true, 34_816, false],
		["a file or a pipe", false, 0, true],
		["/dev/null", true, fs.statSync("/dev/null").rdev, true],
	])("is null unless standard output is a terminal: %s", (name, isDevice, rdev, isTTY) => {
		stat(isDevice, rdev);
		const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
		Object.assign(process.stdout, { isTTY, columns: 72 });
		try {
			expect(terminalWidth()).toBe(name === "a terminal" ? 72 : null);
		} finally {
			Object.assign(process.stdout, before);
		}
	});

	test("is null when standard output is closed", () => {
		jest.spyOn(fs, "fstatSync").mockImplementation(() => {
			throw Object.assign(new Error("fstat EBADF"), { code: "EBADF" });
		});
		expect(terminalWidth()).toBeNull();
	});
});
