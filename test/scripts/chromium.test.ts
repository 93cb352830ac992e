import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { findChromium, runChromium } from "../../scripts/chromium.ts";

/** A stand-in that notes its options and does what the last of them says. */
const standIn = `#!/bin/sh
for option; do case "$option" in --user-data-dir=*) printf '%s' "\${option#--user-data-dir=}" > "$(dirname "$0")/profile";; esac; last=$option; done
case "$last" in fail) exit 3;; hang) sleep 30;; *) printf 'dom of %s' "$last";; esac
`;

const folder = mkdtempSync(join(tmpdir(), "shipshape-browser-"));
const executable = join(folder, "chromium");
beforeEach(() => {
	writeFileSync(executable, standIn);
	chmodSync(executable, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the browser for pictures and checks", () => {
	test("is the first in PATH, or none", () => {
		expect(findChromium(["/nowhere", folder].join(delimiter))).toBe(executable);
		expect(findChromium("/nowhere")).toBeNull();
	});

	test("is not one that does not start", () => {
		const broken = join(folder, "google-chrome");
		writeFileSync(broken, "#!/bin/sh\nexit 1\n");
		chmodSync(broken, 0o755);

		expect(findChromium(folder)).toBe(executable);
		rmSync(executable);
		expect(findChromium(folder)).toBeNull();
	});

	test("gives what it wrote and leaves no profile behind", async () => {
		expect(await runChromium(executable, ["page"])).toBe("dom of page");
		expect(existsSync(readFileSync(join(folder, "profile"), "utf8"))).toBe(false);
	});

	test("that fails is a failure with its exit code", async () => {
		await expect(runChromium(executable, ["fail"])).rejects.toThrow("ended with 3");
	});

	test("that hangs is ended", async () => {
		await expect(runChromium(executable, ["hang"], 200)).rejects.toThrow("took longer than 200 ms");
	});
});
