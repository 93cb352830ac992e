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

describe("a results folder", () => {
	test("is locked until the process unlocks it", () => {
		const unlock = lock(folder);
		expect(readFileSync(path, "utf8")).toBe(`${process.pid}\n`);
		unlock();
		expect(existsSync(path)).toBe(false);
	});

	test("is rejected in one line with remedies while another process holds the lock", () => {
		writeFileSync(path, `${process.ppid}\n`);
		expect(() => lock(folder)).toThrow(BadInputError);
		expect(() => lock(folder)).toThrow(
			`${folder}: another demo (process ${process.ppid}) is writing here; wait until it ends, ` +
				`choose another folder with --into, or remove ${path} if that process is not a demo`,
		);
	});

	// The first number is above the highest possible process id.
	test.each(["2147483646\n", "", "nobody", "-1", `${process.pid}`])(
		"is locked again when the lock is stale: %j",
		(left) => {
			writeFileSync(path, left);
			lock(folder)();
			expect(existsSync(path)).toBe(false);
		},
	);
});
