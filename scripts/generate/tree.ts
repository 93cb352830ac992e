import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Generated text by path from the root. */
export type Files = ReadonlyMap<string, string>;

/** Folder that holds nothing but generated pages: what is left over there is stale too. */
const pages = "docs/controls";

/** Paths whose text on disk is another, or that should not be there. */
export function staleFiles(files: Files, root: string): readonly string[] {
	const other = [...files].filter(([path, text]) => textAt(join(root, path)) !== text).map(([path]) => path);
	return [...other, ...leftOver(files, root)];
}

export function writeFiles(files: Files, root: string): void {
	for (const [path, text] of files) {
		if (textAt(join(root, path)) === text) continue;
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
	for (const path of leftOver(files, root)) rmSync(join(root, path));
}

/** The text of a file, null when there is none. */
export function textAt(path: string): string | null {
	return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function leftOver(files: Files, root: string): readonly string[] {
	if (!existsSync(join(root, pages))) return [];
	return readdirSync(join(root, pages), { recursive: true, encoding: "utf8" })
		.map((path) => `${pages}/${path.replaceAll("\\", "/")}`)
		.filter((path) => path.endsWith(".md") && !files.has(path));
}
