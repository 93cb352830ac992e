import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { findChromium, runChromium } from "../../scripts/chromium.ts";

/** A fake Chromium that records its profile option and does what its last option says. */
const fakeChromium = `#!/bin/sh
for option; do case "$option" in --user-data-dir=*) printf '%s' "\${option#--user-data-dir=}" > "$(dirname "$0")/profile";; esac; last=$option; done
case "$last" in fail) exit 3;; hang) sleep 30;; *) printf 'dom of %s' "$last";; esac
`;

const folder = mkdtempSync(join(tmpdir(), "shipshape-browser-"));
const executable = join(folder, "chromium");
beforeEach(() => {
	writeFileSync(executable, fakeChromium);
	chmodSync(executable, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the browser for screenshots and tests", () => {
	test("is the first Chromium in PATH, or null", () => {
		expect(findChromium(["/nowhere", folder].join(delimiter))).toBe(executable);
		expect(findChromium("/nowhere")).toBeNull();
	});

	test("is not a Chromium that does not start", () => {
		const broken = join(folder, "google-chrome");
		writeFileSync(broken, "#!/bin/sh\nexit 1\n");
		chmodSync(broken, 0o755);

		expect(findChromium(folder)).toBe(executable);
		rmSync(executable);
		expect(findChromium(folder)).toBeNull();
	});

	test("returns its output and leaves no profile behind", async () => {
		expect(await runChromium(executable, ["page"])).toBe("dom of page");
		expect(existsSync(readFileSync(join(folder, "profile"), "utf8"))).toBe(false);
	});

	test("rejects with the exit code when it fails", async () => {
		await expect(runChromium(executable, ["fail"])).rejects.toThrow("ended with 3");
	});

	test("is killed when it takes too long", async () => {
		await expect(runChromium(executable, ["hang"], 200)).rejects.toThrow("took longer than 200 ms");
	});
});
