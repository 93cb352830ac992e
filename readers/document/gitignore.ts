import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { BadInputError } from "../../core/errors.ts";
import { type Decision, patternMatcher } from "./ignore-patterns.ts";
import { readTextFile } from "./read-file.ts";

/** Whether the `.gitignore` files of a checkout leave out a path. */
export type IsGitIgnored = (path: string, isFolder: boolean) => boolean;

/**
 * For a walk that begins at a folder, with absolute paths: the files of the folders between the root of its checkout and a path, the nearest
 * first. Outside a checkout, those from the folder itself on. A folder that is ignored itself was named on purpose: then only the files in
 * it count. Git's own settings of a machine do not, so that the answer is the same on every machine.
 */
export function gitIgnoreBelow(folder: string): IsGitIgnored {
	const rules = new Map<string, ((path: string) => Decision) | null>();
	const rulesIn = (at: string) => {
		const known = rules.get(at);
		if (known !== undefined) return known;
		const own = readRules(join(at, ".gitignore"));
		rules.set(at, own);
		return own;
	};
	const isIgnored = (path: string, isFolder: boolean, top: string): boolean => {
		for (let at = dirname(path); ; at = dirname(at)) {
			const decision = rulesIn(at)?.(`${relative(at, path).replaceAll("\\", "/")}${isFolder ? "/" : ""}`) ?? null;
			if (decision !== null) return decision === "left out";
			if (at === top || at === dirname(at)) return false;
		}
	};
	const root = checkoutOf(folder);
	const top = root === null || root === folder || isIgnored(folder, true, root) ? folder : root;
	return (path, isFolder) => isIgnored(path, isFolder, top);
}

/** One that cannot be read leaves nothing out. */
function readRules(path: string): ((path: string) => Decision) | null {
	if (!existsSync(path)) return null;
	try {
		return patternMatcher(readTextFile(path, { isEmptyAllowed: true }).split(/\r?\n/));
	} catch (error) {
		if (error instanceof BadInputError) return null;
		throw error;
	}
}

/** The folder with `.git` at or above a folder; null outside a checkout. */
function checkoutOf(folder: string): string | null {
	if (existsSync(join(folder, ".git"))) return folder;
	return dirname(folder) === folder ? null : checkoutOf(dirname(folder));
}
