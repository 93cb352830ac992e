import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { createWorkspace } from "../../demo/workspace.ts";
import { describeEmulated } from "../support/emulated.ts";

const folder = mkdtempSync(join(tmpdir(), "shipshape-workspace-"));
const file = join(folder, "file");
writeFileSync(file, "kept");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const failureOf = (work: () => unknown): unknown => {
	try {
		return work();
	} catch (error) {
		return error;
	}
};

describeEmulated("a results folder", () => {
	test.each([
		["/proc/shipshape", "ENOENT"],
		["/dev/null", "ENOTDIR"],
		[file, "ENOTDIR"],
		[join(folder, "no", "such"), "ENOENT"],
	])("is rejected in one line when it cannot be written: %s", (results, code) => {
		const error = failureOf(() => createWorkspace("111122223333", "eu-central-1", results));
		expect(error).toBeInstanceOf(BadInputError);
		expect(error).toHaveProperty(
			"message",
			`${results}: cannot be written (${code}); choose a writable folder whose parent exists`,
		);
	});

	test("is locked during a run and unlocked afterwards", () => {
		const results = join(folder, "results");
		for (const _ of ["first", "second"]) createWorkspace("111122223333", "eu-central-1", results).dispose();
		const { dispose } = createWorkspace("111122223333", "eu-central-1", results);
		writeFileSync(join(results, "lock"), `${process.ppid}\n`);
		const error = failureOf(() => createWorkspace("111122223333", "eu-central-1", results));
		expect(error).toHaveProperty("message", expect.stringMatching(/another demo \(process \d+\).* --into/));
		dispose();
	});

	test("has a folder for scripts that no package.json above it turns into modules", () => {
		const above = mkdtempSync(join(folder, "above-"));
		writeFileSync(join(above, "package.json"), '{ "type": "module" }');
		const before = process.env["TMPDIR"];
		process.env["TMPDIR"] = above;
		try {
			const { temporary, dispose } = createWorkspace("111122223333", "eu-central-1", join(folder, "results"));
			const script = join(temporary, "lambda", "worker.js");
			mkdirSync(join(temporary, "lambda"));
			writeFileSync(script, 'console.log(typeof require("node:fs"))');
			expect(execFileSync(process.execPath, [script], { encoding: "utf8" })).toBe("object\n");
			dispose();
		} finally {
			if (before === undefined) delete process.env["TMPDIR"];
			else process.env["TMPDIR"] = before;
		}
	});
});
