import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { root, textOf } from "../support/docs.ts";
import { listedFiles } from "../support/sources.ts";

/** A repository with what this checkout has, in which a release can be made. */
const scratch = mkdtempSync(join(tmpdir(), "release-"));
const checkout = join(scratch, "checkout");
const { name, version } = JSON.parse(textOf("package.json")) as { name: string; version: string };
const tag = `v${version}`;

const git = (...args: readonly string[]): string =>
	execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
		cwd: checkout,
		encoding: "utf8",
	}).trimEnd();

function release(...args: readonly string[]) {
	const person = Object.fromEntries(
		["AUTHOR", "COMMITTER"].flatMap((role) => [
			[`GIT_${role}_NAME`, "a"],
			[`GIT_${role}_EMAIL`, "a@example.com"],
		]),
	);
	const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/release.ts", ...args], {
		cwd: checkout,
		encoding: "utf8",
		env: { ...process.env, ...person, INIT_CWD: checkout, npm_config_offline: "true" },
	});
	return { status, said: stdout.trimEnd().split("\n"), errors: stderr };
}

const hashOf = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
const hashesIn = (folder: string): Readonly<Record<string, string>> =>
	Object.fromEntries(readdirSync(folder).map((file) => [file, hashOf(join(folder, file))]));

const files = [
	"SHA256SUMS",
	"release-notes.md",
	...[".cdx.json", ".template.json", ".tgz"].map((end) => `${name}-${version}${end}`),
];
const dry = join(checkout, ".release");
const real = join(scratch, "real");

beforeAll(() => {
	for (const file of listedFiles())
		if (existsSync(join(root, file))) cpSync(join(root, file), join(checkout, file), { recursive: true });
	symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
	writeFileSync(join(checkout, "CHANGELOG.md"), "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Everything.\n");
	// The pattern `node_modules/` is for a folder, not for a link.
	writeFileSync(join(checkout, ".gitignore"), `${textOf(".gitignore")}node_modules\n`);
	git("init", "--quiet", "--initial-branch", "main");
	git("add", "--all");
	git("commit", "--quiet", "--message", "All");
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("a dry run", () => {
	test("names what would stop a release, and writes its files", () => {
		writeFileSync(join(checkout, "new.txt"), "new");
		const { status, said, errors } = release("--dry-run");
		expect(errors).toBe("");
		expect(said.slice(0, 2)).toEqual([
			`shipshape: would stop a release: CHANGELOG.md: no section "## [${version}] - YYYY-MM-DD"; write it from what is below "## [Unreleased]"`,
			"shipshape: would stop a release: not committed: ?? new.txt; commit or remove it",
		]);
		expect(said.at(-1)).toBe(`shipshape: dry run: ${tag} would be made of ${git("rev-parse", "HEAD")}`);
		expect(status).toBe(1);
		expect(readdirSync(dry).sort()).toEqual(files);
		expect(git("tag")).toBe("");
	}, 120_000);

	test("has the notes, the template, the bill of materials, and the sum of each file", () => {
		const textIn = (file: string): string => readFileSync(join(dry, file), "utf8");
		const { SHA256SUMS: _, ...hashes } = hashesIn(dry);
		expect(textIn("SHA256SUMS").split("\n").sort().slice(1)).toEqual(
			Object.entries(hashes)
				.map(([file, hash]) => `${hash}  ${file}`)
				.sort(),
		);
		expect(textIn("release-notes.md")).toBe("### Added\n\n- Everything.\n");
		expect(Object.keys(JSON.parse(textIn(`${name}-${version}.template.json`)).Resources).length).toBeGreaterThan(100);
		const { bomFormat, metadata, components } = JSON.parse(textIn(`${name}-${version}.cdx.json`));
		expect([bomFormat, metadata.component.name, metadata.component.version]).toEqual(["CycloneDX", name, version]);
		const lock = JSON.parse(textOf("package-lock.json")) as { packages: Record<string, { version: string }> };
		const { version: locked = "" } = lock.packages["node_modules/@aws-sdk/client-ecr"] ?? {};
		expect(components).toContainEqual(expect.objectContaining({ name: "@aws-sdk/client-ecr", version: locked }));
	});
});

describe("a release", () => {
	test("is not made while something stands in its way, nor into a folder with files", () => {
		const { status, errors } = release("--into", real);
		expect(errors).toBe(`shipshape: ${tag} is not released; correct the problems above\n`);
		expect(status).toBe(1);
		expect(existsSync(real)).toBe(false);
		expect(release("--dry-run", "--into", "docs")).toMatchObject({
			status: 1,
			errors: `shipshape: ${join(checkout, "docs")} is not empty; name a new folder with --into\n`,
		});
	});

	test("has a tag with the bundle of the action on top of the commit, and changes nothing else", () => {
		rmSync(join(checkout, "new.txt"));
		writeFileSync(join(checkout, "CHANGELOG.md"), `# Changelog\n\n## [${version}] - 2026-12-31\n\n- Everything.\n`);
		git("commit", "--quiet", "--all", "--message", "Release");
		const head = git("rev-parse", "HEAD");
		const { status, said, errors } = release("--into", real, "--repository", "https://git.example.com/a/shipshape");
		expect(errors).toBe("");
		expect(status).toBe(0);
		expect(said.at(-1)).toContain(`nothing is pushed. To publish it: git push origin ${tag}`);
		expect([git("rev-parse", "HEAD"), git("status", "--porcelain")]).toEqual([head, ""]);
		expect(git("rev-parse", `${tag}^{commit}^`)).toBe(head);
		const added = git("diff", "--name-status", head, `${tag}^{commit}`).split("\n");
		expect(added.filter((line) => !/^A\tdist\//.test(line))).toEqual([]);
		const { runs } = parse(git("show", `${tag}:action.yml`)) as { runs: { main: string } };
		expect(added).toEqual(expect.arrayContaining([`A\t${runs.main}`, "A\tdist/shipshape.mjs"]));
	}, 120_000);

	test("has the same bundle in its tag and in its package, which says where it was built", () => {
		const tarball = join(real, `${name}-${version}.tgz`);
		const inPackage = (path: string) => execFileSync("tar", ["-xzOf", tarball, `package/${path}`]);
		const inTag = execFileSync("git", ["show", `${tag}:dist/shipshape.mjs`], { cwd: checkout, maxBuffer: 1e8 });
		expect(inPackage("dist/shipshape.mjs").equals(inTag)).toBe(true);
		const manifest = JSON.parse(inPackage("package.json").toString());
		expect(manifest.repository).toEqual({ type: "git", url: "git+https://git.example.com/a/shipshape.git" });
		expect(manifest.publishConfig).toEqual({ access: "public", provenance: true });
		expect(manifest).not.toHaveProperty("private");
	});
});
