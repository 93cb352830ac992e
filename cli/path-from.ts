import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";

/**
 * A path from a folder, both absolute, with slashes; null on another drive. A file that is only below the folder when links are followed, such
 * as a linked checkout, has its path below it.
 */
export function pathFromFolder(folder: string, path: string): string | null {
	const given = relative(folder, path);
	const found = isBelow(given) ? given : (realPathBelow(folder, path) ?? given);
	return isAbsolute(found) ? null : found.replaceAll("\\", "/");
}

/** Whether a relative path stays in its folder. */
export const isBelow = (path: string): boolean => path !== ".." && !/^\.\.[\\/]/.test(path) && !isAbsolute(path);

/** Null when it is not below the folder, or either is not there. */
function realPathBelow(folder: string, path: string): string | null {
	try {
		// A link that is a file itself keeps its name.
		const found = relative(realpathSync.native(folder), join(realpathSync.native(dirname(path)), basename(path)));
		return isBelow(found) ? found : null;
	} catch {
		return null;
	}
}
