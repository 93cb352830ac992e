/**
 * `npm run release [-- --dry-run] [--into FOLDER] [--repository URL]`: writes the files of a release into a folder, then makes its tag;
 * with --dry-run no tag, and problems stop nothing but the exit status. Nothing is pushed or published. docs/release.md describes it.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { reproducible } from "./release/bill-of-materials.ts";
import { notesOf } from "./release/changelog.ts";
import { commitsOf, gitIn, tagWithBundle } from "./release/git.ts";
import { problemsOf } from "./release/problems.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const git = gitIn(root);
const textAt = (path: string): string => readFileSync(join(root, path), "utf8");
const say = (text: string): void => console.log(`shipshape: ${text}`);

/** Runs a program in the checkout, with its packages on the path. Returns what it prints. */
const run = (program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): string =>
	execFileSync(program, [...args], {
		cwd: root,
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
		stdio: ["ignore", "pipe", "inherit"],
		env: {
			...process.env,
			PATH: [join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter),
			INIT_CWD: root,
			...environment,
		},
	});

const { name, version } = JSON.parse(textAt("package.json")) as { readonly name: string; readonly version: string };
const tag = `v${version}`;

function readProblems(): readonly string[] {
	const lock = JSON.parse(textAt("package-lock.json")) as { version: string; packages: { "": { version: string } } };
	return problemsOf({
		version,
		lockedVersions: [lock.version, lock.packages[""].version],
		notes: notesOf(textAt("CHANGELOG.md"), version),
		uncommitted: git(["status", "--porcelain"])
			.split("\n")
			.filter((line) => line !== ""),
		head: git(["rev-parse", "HEAD"]),
		tagged: commitsOf(git, tag),
	});
}

/** The template of the stack as it is with the default policy and options. */
function synthesize(file: string, scratch: string): void {
	const { context } = JSON.parse(textAt("cdk.json")) as { readonly context: object };
	const assembly = join(scratch, "assembly");
	const environment = { CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) };
	run(process.execPath, ["infra/app.ts"], environment);
	copyFileSync(join(assembly, "Shipshape.template.json"), file);
}

/** Writes everything but the checksums into a folder. */
function writeFiles(folder: string, scratch: string, repository: string | undefined): void {
	const fileOf = (end: string): string => join(folder, `${name}-${version}${end}`);
	const told = repository === undefined ? [] : ["--repository", repository];
	run(process.execPath, ["scripts/package.mjs", folder, ...told]);
	// The lock file pins packages that do not name each other as peers; npm would call that a problem.
	const sbom = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--legacy-peer-deps"];
	const date = new Date(git(["log", "-1", "--format=%cI"])).toISOString();
	writeFileSync(fileOf(".cdx.json"), reproducible(run("npm", sbom), name, date));
	synthesize(fileOf(".template.json"), scratch);
	writeFileSync(join(folder, "release-notes.md"), notesOf(textAt("CHANGELOG.md"), version).text);
}

/** In the form that `sha256sum --check` reads. */
function checksumsOf(folder: string): string {
	const hashOf = (file: string) =>
		createHash("sha256")
			.update(readFileSync(join(folder, file)))
			.digest("hex");
	return readdirSync(folder)
		.sort()
		.map((file) => `${hashOf(file)}  ${file}\n`)
		.join("");
}

/** An empty folder: the default one is emptied, any other must not have anything in it. */
function prepared(into: string | undefined): string {
	const folder = into === undefined ? join(root, ".release") : resolve(process.env["INIT_CWD"] ?? root, into);
	if (into === undefined) rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty; name a new folder with --into`);
	return folder;
}

function release(into: string | undefined, isDryRun: boolean, repository: string | undefined): void {
	const problems = readProblems();
	for (const problem of problems) say(`${isDryRun ? "would stop a release: " : ""}${problem}`);
	if (problems.length > 0 && !isDryRun) throw new Error(`${tag} is not released; correct the problems above`);
	const folder = prepared(into);
	const scratch = mkdtempSync(join(tmpdir(), "shipshape-release-"));
	try {
		writeFiles(folder, scratch, repository);
		writeFileSync(join(folder, "SHA256SUMS"), checksumsOf(folder));
		say(`${folder}: ${readdirSync(folder).sort().join(", ")}`);
		if (problems.length > 0) process.exitCode = 1;
		say(isDryRun ? `dry run: ${tag} would be made of ${git(["rev-parse", "HEAD"])}` : makeTag(scratch));
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

function makeTag(scratch: string): string {
	if (commitsOf(git, tag).length > 0) return `${tag} is there already`;
	run(process.execPath, ["scripts/build.mjs", join(scratch, "dist")]);
	return `${tag} is ${tagWithBundle(git, tag, scratch)}; nothing is pushed. To publish it: git push origin ${tag}`;
}

try {
	const { values } = parseArgs({
		options: {
			"dry-run": { type: "boolean", default: false },
			into: { type: "string" },
			repository: { type: "string" },
		},
	});
	release(values.into, values["dry-run"], values.repository);
} catch (error) {
	console.error(`shipshape: ${error instanceof Error ? error.message : error}`);
	process.exitCode = 1;
}
