import { describe, expect, test } from "@jest/globals";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("left-out");
const definition = JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "a:1" }] });
const policy = (...more: readonly string[]) => [...onlyControls("task-definition/read-only-root"), ...more];

/** A policy, with more lines, and definitions at these paths. */
function start(paths: readonly string[], ...more: readonly string[]): void {
	write("shipshape.yaml", ...policy(...more));
	for (const path of paths) write(path, definition);
}

async function failing(...args: readonly string[]) {
	const { printed, errors, status } = await runCli(["check", ...args]);
	return {
		files: [...printed.matchAll(/^ {2}(\S+?):\d+:\d+ {2}HIGH/gm)].map(([, file]) => file),
		printed,
		errors,
		status,
	};
}

describe("--exclude, and exclude in the policy,", () => {
	test("leave out files and folders as .gitignore does, and the closing line says which and why", async () => {
		start(["a/x.json", "a/fixtures/y.json", "fixtures/z.json", "b/skip.json"], "exclude: [fixtures/]");
		const { files, printed } = await failing("a", "b", "fixtures", "--exclude", "skip.*");
		expect(files).toEqual(["a/x.json"]);
		expect(printed).toContain("; 2 paths left out by exclude in the policy: a/fixtures, fixtures");
		expect(printed).toContain("; 1 path left out by --exclude: b/skip.json\n");
	});

	test("hold for files that are named as well, so that a list of all files may be given", async () => {
		start(["fixtures/z.json", "web.json"], "exclude: [./fixtures]");
		expect((await failing("fixtures/z.json", "web.json")).files).toEqual(["web.json"]);
		expect(await failing("fixtures/z.json", "--ignore-unknown")).toMatchObject({ status: 0, errors: [] });
		const { status, errors } = await runCli(["fix", "fixtures/z.json", "--write", "--ignore-unknown"]);
		expect([status, errors]).toEqual([0, ["shipshape: 1 path left out by exclude in the policy: fixtures/z.json"]]);
	});

	test.each([
		[["."], ["--exclude", "*"], ". no file to check (1 path left out by --exclude: web.json"],
		[["."], ["--exclude", "*.json"], ". no file to check (1 path left out by --exclude: web.json"],
		[
			["web.json", "."],
			["--exclude", "web.json"],
			"web.json, . no file to check (1 path left out by --exclude: web.json",
		],
	])("that leave nothing to check are an error, as a folder without a file is: %j %j", async (paths, args, why) => {
		start(["web.json"]);
		const error = `shipshape: ${why.replace(" no", ": no")}); name the files, or leave out less`;
		for (const command of ["check", "fix"])
			expect(await runCli([command, ...paths, ...args])).toMatchObject({ status: 2, errors: [error] });
		const { printed } = await runCli(["check", ...paths, ...args]);
		expect(printed).toMatch(/^0 files: no failures, .*; no file to check; 1 path left out by --exclude: web\.json\n/);
	});

	test("with a pattern that matches nothing say so in a note, for each place once", async () => {
		start(["web.json", "a/x.json"], "exclude: [fixturs/, web.jsn, '!a/x.json', '*.json']");
		const note = (text: string) => `shipshape: ${text}`;
		const ofPolicy = note('exclude in the policy: "fixturs/", "web.jsn" leave nothing out; correct or remove them');
		const given = note('--exclude: "b/" leaves nothing out; correct or remove it');
		expect(await failing(".", "--exclude", "b/", "--exclude", "a/x.json")).toMatchObject({
			status: 2,
			errors: [expect.stringContaining("no file to check"), ofPolicy, given].toSorted(),
		});
		expect((await failing("a/x.json", "--exclude", "b/")).errors).toContain(given);
		expect((await failing("a/x.json", "--exclude", "b/")).errors).not.toContain(ofPolicy);
		expect((await runCli(["fix", ".", "--exclude", "b/"])).errors).toEqual(expect.arrayContaining([ofPolicy, given]));
	});

	test("with a pattern that names what is left out for another reason, or is no file to check, say nothing", async () => {
		start(["web.json", "node_modules/y.json", "cdk.out/z.json"], "exclude: [node_modules, /cdk.out/z.json, README.md]");
		write("README.md");
		write(".gitignore", "cdk.out");
		expect(await failing(".", "--exclude", "cdk.out")).toMatchObject({ status: 1, errors: [] });
	});

	test("start from the folder of the policy, and --exclude from the current one", async () => {
		write(".git/HEAD");
		start(["svc/a/x.json", "svc/b/x.json", "a/x.json"], "exclude: [/svc/a]");
		process.chdir("svc");
		expect((await failing(".", "../a")).files).toEqual(["b/x.json", "../a/x.json"]);
		expect((await failing(".", "--exclude", "/b")).files).toEqual([]);
	});

	test.each([
		["exclude: a", "exclude is a; write a list of patterns as in .gitignore"],
		["exclude: [7]", "item 1 of exclude is 7; write patterns as in .gitignore, such as test/fixtures/"],
		["exclude: ['*a*a*a*a*a*b']", "is too long or has too many stars"],
	])("%s is an error of the policy", async (line, error) => {
		start(["web.json"], line);
		expect(await failing("web.json")).toMatchObject({ status: 2, errors: [expect.stringContaining(error)] });
	});

	test("a pattern that would take too long is an error", async () => {
		start(["web.json"]);
		const { status, errors } = await failing("web.json", "--exclude", "**/a/**/a/**/b");
		expect([status, errors]).toEqual([2, [expect.stringContaining("has too many stars; write a simpler pattern")]]);
	});
});

describe(".gitignore", () => {
	test("is honoured in a walk: nested, with exceptions, from the root of the checkout on", async () => {
		write(".git/HEAD");
		start(["a/x.json", "a/local.json", "a/keep.json", "a/out/y.json", "cdk.out/t.json"]);
		write(".gitignore", "local.json", "cdk.out/", "keep.json");
		write("a/.gitignore", "/out", "!keep.json");
		const { files, printed, errors } = await failing(".");
		expect([files, errors]).toEqual([["a/keep.json", "a/x.json"], []]);
		expect(printed).toContain("; 3 paths left out by .gitignore: a/local.json, a/out, cdk.out\n");
		process.chdir("a");
		expect((await failing(".")).files).toEqual(["keep.json", "x.json"]);
		expect((await failing(".", "--no-gitignore")).files).toEqual(["keep.json", "local.json", "out/y.json", "x.json"]);
	});

	test("does not hold for what is named: a file, or a folder that is ignored itself", async () => {
		write(".git/HEAD");
		start(["cdk.out/t.json", "cdk.out/asset.1/u.json"]);
		write(".gitignore", "cdk.out/", "*.json");
		expect((await failing("cdk.out/t.json")).files).toEqual(["cdk.out/t.json"]);
		expect((await failing("cdk.out")).files).toEqual(["cdk.out/asset.1/u.json", "cdk.out/t.json"]);
	});

	test("that leaves out everything is named in the error", async () => {
		start(["a/x.json"]);
		write("a/.gitignore", "*");
		const { status, errors } = await failing("a");
		const why = "no file to check (1 path left out by .gitignore: a/x.json); name the files, or leave out less";
		expect([status, errors]).toEqual([2, [`shipshape: a: ${why}`]]);
	});

	test("leaves an override out of what a Compose file is merged with", async () => {
		write("shipshape.yaml", ...onlyControls("task-definition/not-privileged"));
		write("c/compose.yaml", "services: {web: {image: 'a:1'}}");
		write("c/compose.override.yaml", "services: {web: {privileged: true}}");
		expect((await failing("c")).status).toBe(1);
		write("c/.gitignore", "compose.override.yaml");
		expect(await failing("c")).toMatchObject({ status: 0, errors: [] });
	});

	test("with hostile, broken or endless patterns leaves nothing else out, and takes no time", async () => {
		const lines = [
			"[z-a].json",
			"\\",
			"a[",
			"(",
			"**/a/**/a/**/a/**/x.json",
			"*a*a*a*a*a*a*b.json",
			"x".repeat(5_000),
			"!",
		];
		start([`${"a/".repeat(100)}x.json`, `${"a".repeat(200)}.json`]);
		write(".gitignore", ...lines, "../x.json", "/../x.json", "\u001b[31m");
		expect((await failing(".")).files).toHaveLength(2);
	});
});
