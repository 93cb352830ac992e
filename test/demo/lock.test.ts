import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { lock } from "../../demo/lock.ts";

const folder = mkdtempSync(join(tmpdir(), "shipshape-lock-"));
const path = join(folder, "lock");
beforeEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a folder of results", () => {
	test("is one process's until that gives it back", () => {
		const unlock = lock(folder);
		expect(readFileSync(path, "utf8")).toBe(`${process.pid}\n`);
		unlock();
		expect(existsSync(path)).toBe(false);
	});

	test("of a living process is refused, in one line that names the way out", () => {
		writeFileSync(path, `${process.ppid}\n`);
		expect(() => lock(folder)).toThrow(BadInputError);
		expect(() => lock(folder)).toThrow(
			`${folder}: another demo (process ${process.ppid}) is writing here; wait for its end, name another folder with ` +
				`--into, or remove ${path} if that process is no demo`,
		);
	});

	// No system gives a process the first number: it lies above every limit.
	test.each(["2147483646\n", "", "nobody", "-1", `${process.pid}`])(
		"of nobody who lives, %j, is taken over",
		(left) => {
			writeFileSync(path, left);
			lock(folder)();
			expect(existsSync(path)).toBe(false);
		},
	);
});
