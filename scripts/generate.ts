/** Writes what is generated from the controls; with --check it writes nothing and names what is stale. */
import { readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Control } from "../core/control.ts";
import { generatedFiles } from "./generate/files.ts";
import { staleFiles, writeFiles } from "./generate/tree.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

async function generate(check: boolean): Promise<void> {
	const files = generatedFiles(await everyControl(), root);
	const stale = staleFiles(files, root);
	if (!check) {
		writeFiles(files, root);
		console.log(stale.length > 0 ? `written: ${stale.join(", ")}` : "nothing to write");
	} else if (stale.length > 0) {
		console.error(`stale, run node scripts/generate.ts: ${stale.join(", ")}`);
		process.exitCode = 1;
	}
}

/** From the folders, not from the registry: the registry is one of the things that are generated. */
async function everyControl(): Promise<readonly Control[]> {
	const folder = join(root, "controls");
	const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.parentPath !== folder)
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	return Promise.all(
		paths.map(async (path) => {
			const { default: control }: { default?: Control } = await import(pathToFileURL(path).href);
			if (control === undefined) throw new Error(`${relative(root, path)} has no control as its default export`);
			return control;
		}),
	);
}

generate(process.argv.includes("--check")).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
