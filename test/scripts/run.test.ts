import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";

const script = join(import.meta.dirname, "..", "..", "scripts", "run.mjs");

test.each([[[]], [["dmeo"]]])("rejects the command %j in one line", (args) => {
	const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
	expect({ status, stderr }).toEqual({
		status: 2,
		stderr: `shipshape: unknown command "${args[0] ?? ""}"; write one of demo, test, test:unit, test:e2e, setup\n`,
	});
});

describe("in a checkout with its packages installed", () => {
	const root = realpathSync(mkdtempSync(join(tmpdir(), "shipshape-run-")));
	for (const folder of ["scripts", "node_modules/.bin", "user", "empty"])
		mkdirSync(join(root, folder), { recursive: true });
	copyFileSync(script, join(root, "scripts/run.mjs"));
	for (const file of ["package-lock.json", "requirements.txt", "node_modules/.package-lock.json"])
		writeFileSync(join(root, file), "");
	// Stands in for Node 24: prints its working directory and arguments.
	writeFileSync(join(root, "node_modules/.bin/node"), '#!/bin/sh\npwd\necho "$@"\n', { mode: 0o755 });
	afterAll(() => rmSync(root, { recursive: true, force: true }));

	/** Runs without Python, because PATH is an empty folder. */
	const ran = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
		const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "scripts/run.mjs"), ...args], {
			cwd: root,
			env: { PATH: join(root, "empty"), ...env },
			encoding: "utf8",
		});
		return { status, stderr, said: stdout.trim().split("\n") };
	};

	test.each(["--help", "-h"])("demo %s needs no Python", (help) => {
		expect(ran(["demo", help])).toMatchObject({ status: 0, said: [root, `${root}/demo/main.ts ${help}`] });
	});

	test("the unit tests need no Python, even with CI=true", () => {
		expect(ran(["test:unit"], { CI: "true" })).toMatchObject({ status: 0, stderr: "" });
		expect(ran(["test:e2e"], { CI: "true" })).toMatchObject({ status: 2 });
	});

	test("the demo fails with one line when Python is missing", () => {
		expect(ran(["demo"])).toMatchObject({ status: 2, stderr: expect.stringContaining("needs Python 3.10 or later") });
	});

	const user = join(root, "user");
	test.each([
		[
			"the demo runs in the folder where npm was started",
			"demo",
			{ npm_lifecycle_event: "demo", INIT_CWD: user },
			user,
		],
		["the demo runs in the folder where it was started without npm", "demo", { INIT_CWD: user }, root],
		["the unit tests run in the checkout", "test:unit", { npm_lifecycle_event: "test:unit", INIT_CWD: user }, root],
		["the tests run in the checkout", "test", { npm_lifecycle_event: "test", INIT_CWD: user }, root],
	])("%s", (_, command, env, place) => {
		expect(ran([command, "-h"], env).said[0]).toBe(place);
	});
});
