import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { workplaceFor } from "../../demo/workplace.ts";
import { describeEmulated } from "../support/emulated.ts";

const folder = mkdtempSync(join(tmpdir(), "shipshape-workplace-"));
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

describeEmulated("a folder for results", () => {
	test.each([
		["/proc/shipshape", "ENOENT"],
		["/dev/null", "ENOTDIR"],
		[file, "ENOTDIR"],
		[join(folder, "no", "such"), "ENOENT"],
	])("that cannot be written, %s, is one clear line, at once", (results, code) => {
		const error = failureOf(() => workplaceFor("111122223333", "eu-central-1", results));
		expect(error).toBeInstanceOf(BadInputError);
		expect(error).toHaveProperty(
			"message",
			`${results}: cannot be written (${code}); name a folder that can, below one that is there`,
		);
	});

	test("is given back when the run is over", () => {
		const results = join(folder, "results");
		for (const _ of ["first", "second"]) workplaceFor("111122223333", "eu-central-1", results).dispose();
		const { dispose } = workplaceFor("111122223333", "eu-central-1", results);
		writeFileSync(join(results, "lock"), `${process.ppid}\n`);
		const error = failureOf(() => workplaceFor("111122223333", "eu-central-1", results));
		expect(error).toHaveProperty("message", expect.stringMatching(/another demo \(process \d+\).* --into/));
		dispose();
	});
});
