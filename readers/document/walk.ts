import { readdirSync, realpathSync, statSync } from "node:fs";
import { BadInputError } from "../../core/errors.ts";
import { readOrExplain } from "./read-file.ts";

/** Large folders that never contain files to check. */
const skippedFolders = new Set(["node_modules", ".git", ".terraform", ".venv"]);

/** Whether the name of a file is one of JSON, YAML or a template. */
export const isDocumentPath = (path: string): boolean => /\.(?:json|ya?ml|template)$/i.test(path);

/** Whether Terraform or OpenTofu reads a file of this name. */
export const isHclPath = (path: string): boolean => /\.(?:tf|tofu)$/.test(path);

/** Whether they read it as their language in JSON. */
export const isTerraformJsonPath = (path: string): boolean => /\.(?:tf|tofu)\.json$/.test(path);

/** Names of the files in a folder, sorted; none if it cannot be listed. */
export const fileNamesIn = (folder: string): readonly string[] =>
	entriesUnlessUnlisted(folder)
		.filter((entry) => entry.isFile())
		.map(({ name }) => name)
		.sort();

/** Folders below a folder, relative to it, each with a slash at its end, at most `max` of them; links are not followed. */
export function foldersBelow(folder: string, max: number): readonly string[] {
	const found = [""];
	for (let at = 0; at < found.length && found.length <= max; at++) {
		const own = found[at] ?? "";
		const inner = entriesUnlessUnlisted(`${folder}/${own}`).filter(
			(entry) => entry.isDirectory() && !skippedFolders.has(entry.name),
		);
		found.push(...inner.map(({ name }) => `${own}${name}/`).sort());
	}
	return found.slice(1, max + 1);
}

function entriesUnlessUnlisted(folder: string) {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}

interface Entry {
	readonly path: string;
	readonly isFolder: boolean;
}

/** A file or a folder that is not read, and what says so. */
export interface LeftOut {
	readonly path: string;
	readonly by: string;
}

/** What leaves out a file or a folder of a walk; null when nothing does. */
type LeavesOut = (path: string, isFolder: boolean) => string | null;

/**
 * Paths of the candidate files below a folder, by name, in the order of their code units; a folder is entered
 * once, whatever links lead to it. A folder that cannot be listed is yielded as its error, and what is left out with the reason.
 */
export function* listFiles(
	folder: string,
	leavesOut: LeavesOut = () => null,
): Generator<string | BadInputError | LeftOut> {
	const entered = new Set<string>();
	const waiting: Entry[] = [{ path: folder, isFolder: true }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const by = next.path === folder ? null : leavesOut(next.path, next.isFolder);
		if (by !== null) {
			yield { path: next.path, by };
			continue;
		}
		if (!next.isFolder) {
			yield next.path;
			continue;
		}
		const entries = listFolder(next.path, entered);
		if (entries instanceof BadInputError) yield entries;
		else waiting.push(...entries.reverse());
	}
}

function listFolder(folder: string, entered: Set<string>): Entry[] | BadInputError {
	try {
		return readOrExplain(folder, () => {
			const real = realpathSync.native(folder);
			if (entered.has(real)) return [];
			entered.add(real);
			return entriesOf(folder).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
		});
	} catch (error) {
		if (error instanceof BadInputError) return error;
		throw error;
	}
}

const orderOf = ({ path, isFolder }: Entry): string => (isFolder ? `${path}/` : path);

function entriesOf(folder: string): Entry[] {
	const before = folder === "." ? "" : folder.endsWith("/") ? folder : `${folder}/`;
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = `${before}${entry.name}`;
		const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && linksToFolder(path));
		return (isFolder ? !skippedFolders.has(entry.name) : isDocumentPath(entry.name) || isHclPath(entry.name))
			? [{ path, isFolder }]
			: [];
	});
}

/** A dangling link counts as a file: reading it reports what is wrong. */
function linksToFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}
