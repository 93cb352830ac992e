import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const root = join(__dirname, "..", "..");

/** Ours, and the machine's where it is one that we promise to run on. */
export const nodes = [process.execPath, "/usr/bin/node"].filter((node) => {
	try {
		const [major = 0, minor = 0] = execFileSync(node, ["-p", "process.versions.node"], { encoding: "utf8" })
			.split(".")
			.map(Number);
		return major > 20 || (major === 20 && minor >= 19);
	} catch {
		return false;
	}
});

/** Writes a TypeScript file, and returns what the strict compiler reports for it. */
export function compile(file: string, code: string, ...more: readonly string[]): string {
	writeFileSync(file, code);
	const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", "", ...more];
	const compiler = join(root, "node_modules", ".bin", "tsc");
	return spawnSync(compiler, [...options, basename(file)], { cwd: dirname(file), encoding: "utf8" }).stdout;
}
