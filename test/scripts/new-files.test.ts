import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listedFiles } from "../support/sources.ts";

/*
 * Builds what `npm run new` writes, in a copy of the checkout. Not among the unit tests: it type-checks the whole copy.
 */

const checkout = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "shipshape-copy-"));
const copy = join(folder, "checkout");

beforeAll(() => {
	for (const file of listedFiles()) {
		if (existsSync(join(checkout, file))) cpSync(join(checkout, file), join(copy, file));
	}
	run("git", "init", "--quiet");
	mkdirSync(join(copy, ".git/info"), { recursive: true });
	appendFileSync(join(copy, ".git/info/exclude"), "node_modules\n");
	symlinkSync(join(checkout, "node_modules"), join(copy, "node_modules"));
	mkdirSync(join(folder, "temporary"));
	run("git", "add", "--all");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program in the copy, with the tools of the checkout on the path. */
function run(program: string, ...args: readonly string[]): SpawnSyncReturns<string> {
	const PATH = `${join(checkout, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
	const env = { ...process.env, PATH, TMPDIR: join(folder, "temporary") };
	return spawnSync(program, args, { cwd: copy, env, encoding: "utf8" });
}

/** The output of a program that fails; null if it succeeds. */
function failureOf(program: string, ...args: readonly string[]): string | null {
	const { status, stdout, stderr, error } = run(program, ...args);
	return status === 0 ? null : `${error?.message ?? ""}${stdout}${stderr}`;
}

/** Files that differ from those before, new ones included. */
const changedFiles = (): readonly string[] =>
	run("git", "ls-files", "--modified", "--others", "--exclude-standard").stdout.trim().split("\n").sort();

/** Written by scripts/generate.ts; of the README and the page of the policy, only the tables. */
const generated = /^(?:README\.md|action\.yml|controls\/index\.ts|readers\/index\.ts|docs\/.*|schema\/.*)$/;

test.each([
	[
		"control task-definition/swap-limit",
		[
			"controls/task-definition/swap-limit.md",
			"controls/task-definition/swap-limit.ts",
			"test/controls/task-definition/swap-limit.test.ts",
		],
	],
	[
		"control image/size-limit",
		["controls/image/size-limit.md", "controls/image/size-limit.ts", "test/controls/image/size-limit.test.ts"],
	],
	[
		"control repository/name-length",
		[
			"controls/repository/name-length.md",
			"controls/repository/name-length.ts",
			"test/controls/repository/name-length.test.ts",
		],
	],
	[
		"route image-signed",
		[
			"events/README.md",
			"events/image-signed/index.ts",
			"events/image-signed/near-misses/another-source.json",
			"events/image-signed/pattern.json",
			"events/image-signed/samples/first.json",
			"functions/image-signed/handler.ts",
			"functions/manifest.ts",
			"test/events/image-signed/index.test.ts",
		],
	],
	[
		"reader pod-manifest",
		[
			"readers/pod-manifest/index.ts",
			"readers/pod-manifest/read.ts",
			"readers/pod-manifest/recognize.ts",
			"test/readers/pod-manifest/read.test.ts",
			"test/readers/pod-manifest/sample.json",
			"test/readers/pod-manifest/unresolved.json",
		],
	],
])("a new %s needs these files, generated ones apart", (args, expected) => {
	expect(failureOf("node", "scripts/new.ts", ...args.split(" "))).toBeNull();
	expect(changedFiles().filter((file) => !generated.test(file))).toEqual(expected);
	run("git", "add", "--all");
});

describe("with all of them in place", () => {
	test.each([
		["types", "tsc"],
		["format and lint", "biome ci ."],
		["generated files", "node scripts/generate.ts --check"],
		["unused code", "knip"],
	])("the copy passes the check of %s", (_, command) => {
		const [program = "", ...args] = command.split(" ");
		expect(failureOf(program, ...args)).toBeNull();
	});

	test("the new tests pass, and so do those of all readers, functions and imports", () => {
		const names = "swap-limit|size-limit|name-length|image-signed|pod-manifest";
		const shared = "readers/contract|functions/manifest|catalogue|architecture";
		expect(failureOf("node", "node_modules/jest/bin/jest.js", `test/(.*/)?(${names}|${shared})`)).toBeNull();
	});

	test("every placeholder is found by the tests of the checkout", () => {
		const failure = failureOf(
			"node",
			"node_modules/jest/bin/jest.js",
			"test/scripts/new.test.ts",
			"--testNamePattern",
			"TODO",
		);
		for (const file of [
			"swap-limit.ts",
			"size-limit.md",
			"image-signed/index.ts",
			"manifest.ts",
			"pod-manifest/read.ts",
		])
			expect(failure).toContain(file);
	});
});
