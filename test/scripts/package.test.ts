import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

test("the program that packs says with --help how it is called, and then packs nothing", () => {
	const folder = join(tmpdir(), "shipshape-is-not-packed-here");
	const program = join(__dirname, "..", "..", "scripts", "package.mjs");
	const printed = execFileSync(process.execPath, [program, folder, "--help"], { encoding: "utf8" });
	expect(printed).toMatch(/^npm run package \[-- FOLDER\] \[--repository https:\/\/HOST\/OWNER\/NAME\]\n/);
	expect(existsSync(folder)).toBe(false);
});
