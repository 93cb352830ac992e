// Packs the command line: `npm run package [-- FOLDER] [--repository URL]` writes shipshape-<version>.tgz into the folder, by default
// the one that it is run in, and prints its path. Plain JavaScript, so that it runs on the Node that npm runs on.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const help = `npm run package [-- FOLDER] [--repository https://HOST/OWNER/NAME]

Writes shipshape-<version>.tgz into FOLDER, by default this one, and prints its path.
--repository  the repository that the package names; without it, npm refuses to publish the package
`;

/**
 * package.json without what only a checkout needs. npm packs package.json as it is, so a copy is packed: a package without
 * scripts runs nothing where it is installed. Without a repository it stays private, so that npm refuses to publish it; with
 * one, npm records where it was built.
 */
function packedManifest(
	{ scripts, devDependencies, overrides, allowScripts, private: isPrivate, ...kept },
	repository,
) {
	if (repository === undefined) return { ...kept, private: true };
	const publishConfig = { access: "public", provenance: true };
	return { ...kept, repository: { type: "git", url: `git+${repository}.git` }, publishConfig };
}

/** Copies what is packed into a folder, with a fresh build. */
function copyTo(folder, repository) {
	const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const shipped = manifest.files.filter((path) => path !== "dist" && !path.startsWith("!"));
	for (const path of ["README.md", "LICENSE", ...shipped])
		cpSync(join(root, path), join(folder, path), { recursive: true });
	writeFileSync(join(folder, "package.json"), `${JSON.stringify(packedManifest(manifest, repository), null, "\t")}\n`);
	execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), join(folder, "dist")], { stdio: "inherit" });
}

/** Packs into a folder and returns the name of the file. */
function pack(folder, repository) {
	const copy = mkdtempSync(join(tmpdir(), "shipshape-package-"));
	try {
		copyTo(copy, repository);
		mkdirSync(folder, { recursive: true });
		const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
		return execFileSync("npm", args, { cwd: copy, encoding: "utf8" }).trim();
	} finally {
		rmSync(copy, { recursive: true, force: true });
	}
}

try {
	const options = { repository: { type: "string" }, help: { type: "boolean" } };
	const { values, positionals } = parseArgs({ options, allowPositionals: true });
	const { repository } = values;
	if (values.help) {
		process.stdout.write(help);
		process.exit();
	}
	if (repository !== undefined && !/^https:\/\/[\w.-]+(?:\/[\w.-]+)+(?<!\.git)$/.test(repository))
		throw new Error("--repository must be the address of the repository, https://HOST/OWNER/NAME");
	const folder = resolve(process.env.INIT_CWD ?? process.cwd(), positionals[0] ?? ".");
	process.stdout.write(`${join(folder, pack(folder, repository))}\n`);
} catch (error) {
	process.stderr.write(`shipshape: ${error.message}\n`);
	process.exitCode = 1;
}
