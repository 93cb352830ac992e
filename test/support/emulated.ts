import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";

export const root = join(import.meta.dirname, "..", "..");

/** The Python of the emulated AWS. */
export const python = join(root, ".venv", "bin", "python");

/** Tests that need the emulated AWS. On a machine without it they are reported as skipped, or fail with CI=true. */
export function describeEmulated(name: string, tests: () => void): void {
	if (existsSync(python)) {
		describe(name, tests);
	} else if (process.env["CI"] === "true") {
		describe(name, () => {
			test("the emulated AWS is installed", () => {
				expect(existsSync(python)).toBe(true);
			});
		});
	} else {
		process.stderr.write(`SKIPPED: ${name}: there is no .venv; npm test makes it when Python 3.10 or later is there\n`);
		describe.skip(name, tests);
	}
}
