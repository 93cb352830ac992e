import fs from "node:fs";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { columnsOfTerminal, write } from "../../cli/standard-streams.ts";

afterEach(() => {
	jest.restoreAllMocks();
});

/** A system that takes so many bytes at a time, and then says what is wrong. */
function system(takes: readonly number[], then: string | null): string[] {
	const written: string[] = [];
	const left = [...takes];
	jest.spyOn(fs, "writeSync").mockImplementation((_, bytes: unknown, from) => {
		if (!Buffer.isBuffer(bytes)) throw new Error("texts go out as bytes");
		const count = left.shift();
		if (count === undefined && then !== null) throw Object.assign(new Error(`write ${then}`), { code: then });
		const start = Number(from);
		const end = count === undefined ? bytes.length : start + count;
		written.push(bytes.toString("utf8", start, end));
		return end - start;
	});
	return written;
}

describe("a text is written whole", () => {
	test("at once", async () => {
		const written = system([], null);
		await write(1, "grün\n");
		expect(written).toEqual(["grün\n"]);
	});

	test("in parts, where the system takes no more", async () => {
		const written = system([2, 3], null);
		await write(2, "abcdefgh");
		expect(written).toEqual(["ab", "cde", "fgh"]);
	});

	test("its rest as soon as there is room, where there is none now", async () => {
		const written = system([3], "EAGAIN");
		jest.spyOn(process.stdout, "write").mockImplementation((bytes, done) => {
			written.push(Buffer.from(bytes as Uint8Array).toString());
			if (typeof done === "function") (done as () => void)();
			return true;
		});
		await write(1, "abcdef");
		expect(written).toEqual(["abc", "def"]);
	});

	test("or fails, when nobody reads any more", async () => {
		system([3], "EPIPE");
		await expect(write(1, "abcdef")).rejects.toThrow("write EPIPE");
	});
});

describe("columns are a terminal's", () => {
	const stat = (isCharacterDevice: boolean, rdev: number) =>
		jest.spyOn(fs, "fstatSync").mockReturnValue({ isCharacterDevice: () => isCharacterDevice, rdev } as fs.Stats);

	test.each<[string, boolean, number, boolean]>([
		["a terminal", true, 34_816, true],
		["a terminal that is none to Node", true, 34_816, false],
		["a file or a pipe", false, 0, true],
		["/dev/null", true, fs.statSync("/dev/null").rdev, true],
	])("%s", (name, isDevice, rdev, isTTY) => {
		stat(isDevice, rdev);
		const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
		Object.assign(process.stdout, { isTTY, columns: 72 });
		try {
			expect(columnsOfTerminal()).toBe(name === "a terminal" ? 72 : null);
		} finally {
			Object.assign(process.stdout, before);
		}
	});

	test("nothing that is open", () => {
		jest.spyOn(fs, "fstatSync").mockImplementation(() => {
			throw Object.assign(new Error("fstat EBADF"), { code: "EBADF" });
		});
		expect(columnsOfTerminal()).toBeNull();
	});
});
