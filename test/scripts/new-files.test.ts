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
const runner = "node_modules/jest/bin/jest.js";

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

/** Written by scripts/generate.ts; of some pages, only the tables. */
const generated =
	/^(?:action\.yml|\.pre-commit-hooks\.yaml|controls\/index\.ts|readers\/index\.ts|docs\/.*|schema\/.*)$/;

const controlFiles = (kind: string): readonly string[] => [
	`controls/${kind}/scaffold-test.md`,
	`controls/${kind}/scaffold-test.ts`,
	`test/controls/${kind}/scaffold-test.test.ts`,
];

test.each<[string, readonly string[]]>([
	["control task-definition/scaffold-test", controlFiles("task-definition")],
	["control repository/scaffold-test", controlFiles("repository")],
	["control image/scaffold-test", controlFiles("image")],
	[
		"route scaffold-test",
		[
			"events/README.md",
			"events/scaffold-test/index.ts",
			"events/scaffold-test/near-misses/another-source.json",
			"events/scaffold-test/pattern.json",
			"events/scaffold-test/samples/first.json",
			"functions/manifest.ts",
			"functions/scaffold-test/handler.ts",
			"test/events/scaffold-test/index.test.ts",
		],
	],
	[
		"reader scaffold-test",
		[
			"readers/scaffold-test/index.ts",
			"readers/scaffold-test/read.ts",
			"readers/scaffold-test/recognize.ts",
			"test/readers/scaffold-test/read.test.ts",
			"test/readers/scaffold-test/sample.json",
			"test/readers/scaffold-test/unresolved.json",
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
		const files = "test/(.*/)?(scaffold-test|readers/contract|functions/manifest|catalogue|architecture)";
		expect(failureOf("node", runner, files)).toBeNull();
	});

	test("a test of the checkout finds each placeholder", () => {
		const failure = failureOf("node", runner, "test/scripts/new.test.ts", "--testNamePattern", "TODO");
		for (const path of [
			"task-definition/scaffold-test.ts",
			"image/scaffold-test.md",
			"events/scaffold-test/index.ts",
		]) {
			expect(failure).toContain(path);
		}
		for (const path of ["functions/manifest.ts", "readers/scaffold-test/read.ts"]) expect(failure).toContain(path);
	});
});
