import { readdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { dirname, join } from "node:path/posix";

/** Type-checked models of new files, in the folders in which the new files belong. */
const templates = "scripts/new/template";

/**
 * The files of a template by their path from the root: those with `marker` in their path. The replacements are made in
 * paths and texts, in their order.
 */
export function filesFor(
	marker: string,
	root: string,
	replacements: readonly (readonly [from: string, to: string])[],
): ReadonlyMap<string, string> {
	const replaced = (text: string): string =>
		replacements.reduce((result, [from, to]) => result.replaceAll(from, to), text);
	const paths = readdirSync(join(root, templates), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(join(root, templates), join(entry.parentPath, entry.name)))
		.filter((path) => path.includes(marker))
		.sort();
	return new Map(
		paths.map((path) => {
			const text = readFileSync(join(root, templates, path), "utf8");
			return [replaced(path), replaced(withImportsFrom(path, text))];
		}),
	);
}

/** A template imports the checkout's modules from three folders further down than the new file does. */
function withImportsFrom(path: string, text: string): string {
	return text.replace(/(?<= from ")\.[^"]+(?=";)/g, (specifier) => {
		const target = join(templates, dirname(path), specifier);
		return target.startsWith(`${templates}/`) ? specifier : relative(dirname(path), target);
	});
}
