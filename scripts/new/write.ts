import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plan } from "./plan.ts";

/**
 * Writes the files of a plan, formats them, and regenerates what is derived from them. If a step fails, everything that was
 * written is removed or restored, and an Error with the output of the step is thrown.
 */
export function applyPlan({ created, changed }: Plan, root: string): void {
	const before = new Map([...changed.keys()].map((path) => [path, readFileSync(join(root, path))]));
	const added: string[] = [];
	try {
		for (const [path, text] of created) {
			const folder = mkdirSync(dirname(join(root, path)), { recursive: true });
			if (folder !== undefined) added.push(folder);
			writeFileSync(join(root, path), text, { flag: "wx" });
			added.push(join(root, path));
		}
		for (const [path, text] of changed) writeFileSync(join(root, path), text);
		const formatted = [...created.keys(), ...changed.keys()].filter((path) => !path.endsWith(".md"));
		run(join(root, "node_modules/.bin/biome"), ["check", "--write", ...formatted], root);
		run(process.execPath, [join(root, "scripts/generate.ts")], root);
	} catch (error) {
		for (const path of added) rmSync(path, { recursive: true, force: true });
		for (const [path, text] of before) writeFileSync(join(root, path), text);
		throw error;
	}
}

function run(program: string, args: readonly string[], root: string): void {
	const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
	if (status !== 0) throw new Error(error?.message ?? `${program} failed:\n${stderr || stdout}`.trim());
}
