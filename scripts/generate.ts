/** Writes the files generated from the controls and the readers; with --check, only lists the stale ones. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Control } from "../core/control.ts";
import type { Reader } from "../readers/reader.ts";
import { readerFiles } from "./generate/reader-files.ts";
import { adapterRegistryOf, adaptersIn } from "./generate/registry.ts";
import { staleFiles, textAt, writeFiles } from "./generate/tree.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

async function generate(check: boolean): Promise<void> {
	// First and by itself, because the page of permissions is made from this registry and from the manifest that names its entries.
	const registry = "adapters/permissions.ts";
	const registryText = adapterRegistryOf(adaptersIn(root));
	const isRegistryStale = textAt(join(root, registry)) !== registryText;
	if (isRegistryStale && check) return report([registry]);
	if (isRegistryStale) writeFileSync(join(root, registry), registryText);
	const { generatedFiles } = await import("./generate/files.ts");
	const ofControls = generatedFiles(await loadControls(), root);
	const textOf = (path: string) => ofControls.get(path) ?? textAt(join(root, path));
	const made = new Map([...ofControls, ...readerFiles(await loadReaders(), textOf)]);
	const others = staleFiles(made, root);
	if (!check) writeFiles(made, root);
	// Afterwards, because the commands read the registries.
	const { terminalPicture } = await import("./generate/terminal-picture.ts");
	const { cliPage } = await import("./generate/cli-page.ts");
	const ofCommands = new Map([await terminalPicture(root), ["docs/cli.md", await cliPage()] as const]);
	const staleOfCommands = [...ofCommands].filter(([path, text]) => textAt(join(root, path)) !== text);
	const stale = [...(isRegistryStale ? [registry] : []), ...others, ...staleOfCommands.map(([path]) => path)];
	if (!check) {
		for (const [path, text] of staleOfCommands) writeFileSync(join(root, path), text);
		console.log(stale.length > 0 ? `updated: ${stale.join(", ")}` : "nothing to update");
	} else if (stale.length > 0) report(stale);
}

function report(stale: readonly string[]): void {
	console.error(`${stale.join(", ")}: out of date; run npm run fix`);
	process.exitCode = 1;
}

/** Loads the controls from their folders, because the registry is itself generated. */
async function loadControls(): Promise<readonly Control[]> {
	const folder = join(root, "controls");
	const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.parentPath !== folder)
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	return Promise.all(paths.map((path) => defaultExportOf<Control>(path, "control")));
}

/** Each folder of readers/ with an `index.ts`; the others hold what several readers share. */
async function loadReaders(): Promise<readonly Reader[]> {
	const folder = join(root, "readers");
	const kinds = readdirSync(folder).filter((name) => existsSync(join(folder, name, "index.ts")));
	return Promise.all(kinds.sort().map((kind) => defaultExportOf<Reader>(join(folder, kind, "index.ts"), "reader")));
}

async function defaultExportOf<T>(path: string, what: string): Promise<T> {
	const { default: found }: { default?: T } = await import(pathToFileURL(path).href);
	if (found === undefined) throw new Error(`${relative(root, path)} has no ${what} as its default export`);
	return found;
}

generate(process.argv.includes("--check")).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
