import { posix } from "node:path";
import { formatForDisplay } from "../../core/text.ts";
import { readEnvFile } from "./env-file.ts";
import type { Variables } from "./interpolate.ts";
import { isMapping } from "./layers.ts";
import { addNote, type Loading, loadFile, pathIn, refusal } from "./load.ts";
import { fieldOf, itemsOf, type Part, positionOf } from "./part.ts";

/** Files that one entry of `include` merges into one model, the base first. */
export interface Included {
	readonly entry: Part;
	readonly roots: readonly Part[];
	/** The paths of the files that led here, to detect files that include each other. */
	readonly trail: readonly string[];
}

/**
 * The files that a file includes. A missing one gives a note. Throws BadInputError for files that include each other.
 * https://docs.docker.com/reference/compose-file/include/
 */
export function includesOf(loading: Loading, root: Part, trail: readonly string[]): readonly Included[] {
	const list = fieldOf(root, "include");
	return list === null ? [] : itemsOf(list).map((entry) => includedBy(loading, entry, trail));
}

function includedBy(loading: Loading, entry: Part, trail: readonly string[]): Included {
	const named = isMapping(entry) ? fieldOf(entry, "path") : entry;
	const roots: Part[] = [];
	const paths: string[] = [];
	for (const item of named === null ? [] : itemsOf(named)) {
		const located = pathIn(item);
		if ("missing" in located) {
			addNote(
				loading,
				positionOf(entry),
				`include of ${nameOf(item)} cannot be read (${formatForDisplay(located.missing)})`,
			);
			continue;
		}
		const { path } = located;
		if (trail.includes(path)) throw refusal(loading, entry, `${path} includes itself; remove one "include"`);
		if (loading.included.has(path)) continue;
		loading.included.add(path);
		const read = fileAt(loading, path, paths[0] ?? path, entry);
		paths.push(path);
		if ("root" in read) roots.push(read.root);
		else addNote(loading, positionOf(entry), `include of ${formatForDisplay(read.missing)}`);
	}
	return { entry, roots, trail: [...trail, ...paths] };
}

const nameOf = ({ value }: Part): string => formatForDisplay(typeof value === "string" ? value : "a file");

/** Relative paths start from the folder of the first file, or from `project_directory`. */
function fileAt(loading: Loading, path: string, first: string, entry: Part) {
	const directory = isMapping(entry) ? fieldOf(entry, "project_directory") : null;
	const named = directory === null ? null : pathIn(directory);
	const folder = named !== null && "path" in named ? named.path : posix.dirname(first);
	return loadFile(loading, path, entry, { variables: variablesOf(loading, entry, folder), folder });
}

/** The variables of the including file come first; `env_file`, or the `.env` of the folder, sets the others. */
function variablesOf({ file }: Loading, entry: Part, folder: string): Variables {
	const listed = isMapping(entry) ? fieldOf(entry, "env_file") : null;
	const paths =
		listed === null
			? [posix.join(folder, ".env")]
			: itemsOf(listed).flatMap((item) => {
					const located = pathIn(item);
					return "path" in located ? [located.path] : [];
				});
	const { variables } = entry.origin;
	const own = paths.flatMap((path) => {
		const found = file.readRelative(path);
		return "text" in found ? readEnvFile(found.text, variables) : [];
	});
	return new Map([...own.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])), ...variables]);
}
