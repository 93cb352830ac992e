import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { BadInputError } from "../../core/errors.ts";
import { readOrExplain } from "./read-file.ts";

/** Large folders that never contain files to check. */
const skippedFolders = new Set(["node_modules", ".git", ".terraform", ".venv"]);

/** How the names of JSON, YAML and templates end, as a regular expression for JavaScript and Python (pre-commit). */
export const documentNames = String.raw`\.(json|ya?ml|template)`;

/** The same of all files that a walk reads. */
export const walkedNames = String.raw`\.(json|ya?ml|template|tf|tofu)`;

const documentName = new RegExp(`${documentNames}$`, "i");

/** Whether the name of a file is one of JSON, YAML or a template. */
export const isDocumentPath = (path: string): boolean => documentName.test(path);

/** Whether Terraform or OpenTofu reads a file of this name. */
export const isHclPath = (path: string): boolean => /\.(?:tf|tofu)$/.test(path);

/** Whether they read it as their language in JSON. */
export const isTerraformJsonPath = (path: string): boolean => /\.(?:tf|tofu)\.json$/.test(path);

/** Whether a walk reads a file of this name. */
export const isWalkedPath = (path: string): boolean => isDocumentPath(path) || isHclPath(path);

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
	readonly isLink: boolean;
}

/** A file or a folder that is not read, and what says so. */
export interface LeftOut {
	readonly path: string;
	readonly by: string;
}

/** What leaves out a file or a folder of a walk; null when nothing does. */
type LeavesOut = (path: string, isFolder: boolean) => string | null;

/**
 * Paths of the candidate files below a folder, by name, in the order of their code units; a folder is entered once, by its own path if it is
 * below the one that is walked, whatever links lead to it. A folder that cannot be listed gives its error, and what is left out the reason.
 */
export function listFiles(
	folder: string,
	leavesOut: LeavesOut = () => null,
): readonly (string | BadInputError | LeftOut)[] {
	const entered = new Set<string>();
	const found: (readonly [Entry, string | BadInputError | LeftOut])[] = [];
	const links: Entry[] = [];
	const enter = (first: Entry): void => {
		const waiting = [first];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			const by = next.path === folder ? null : leavesOut(next.path, next.isFolder);
			if (by !== null) found.push([next, { path: next.path, by }]);
			else if (!next.isFolder) found.push([next, next.path]);
			else if (next.isLink && next !== first) links.push(next);
			else {
				const entries = listFolder(next.path, entered);
				if (entries instanceof BadInputError) found.push([next, entries]);
				else waiting.push(...entries.reverse());
			}
		}
	};
	enter({ path: folder, isFolder: true, isLink: false });
	// A file is known by the path that waivers, baselines and Git have, not by that of a link which comes first.
	for (const link of links) enter(link);
	return found.toSorted(([a], [b]) => byPath(a, b)).map(([, one]) => one);
}

function listFolder(folder: string, entered: Set<string>): Entry[] | BadInputError {
	try {
		return readOrExplain(folder, () => {
			const real = realpathSync.native(folder);
			if (entered.has(real)) return [];
			entered.add(real);
			return entriesOf(folder).sort(byPath);
		});
	} catch (error) {
		if (error instanceof BadInputError) return error;
		throw error;
	}
}

const byPath = (a: Entry, b: Entry): number => (orderOf(a) < orderOf(b) ? -1 : 1);

const orderOf = ({ path, isFolder }: Entry): string => (isFolder ? `${path}/` : path);

function entriesOf(folder: string): Entry[] {
	const before = folder === "." ? "" : folder.endsWith("/") ? folder : `${folder}/`;
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = `${before}${entry.name}`;
		const target = entry.isSymbolicLink() ? targetOf(path) : entry;
		const isFolder = target?.isDirectory() === true;
		// Pipes, sockets and links to nothing, such as the locks of Emacs, are no files.
		const isRead = isFolder ? !skippedFolders.has(entry.name) : target?.isFile() === true && isWalkedPath(entry.name);
		return isRead ? [{ path, isFolder, isLink: entry.isSymbolicLink() }] : [];
	});
}

/** What a link leads to; null for nothing. One that cannot be followed counts as a file: reading it reports what is wrong. */
function targetOf(path: string): Pick<Stats, "isDirectory" | "isFile"> | null {
	try {
		return statSync(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		return code === "ENOENT" || code === "ELOOP" ? null : { isDirectory: () => false, isFile: () => true };
	}
}

/** Whether a path names something that is there, and is no file. */
export function isNoFile(path: string): boolean {
	try {
		return !(lstatSync(path).isFile() || targetOf(path)?.isFile() === true);
	} catch {
		return false;
	}
}
