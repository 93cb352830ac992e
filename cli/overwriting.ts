import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { formatForDisplay } from "../core/text.ts";

/** A file that a run reads, and what it is: "the policy", "a file that is checked". Its path is absent if the run reads none. */
export type ReadFile = readonly [what: string, path: string | null | undefined];

/**
 * Throws BadInputError if one of the files that a run is to write is one that it reads, or another one that it writes, by whatever path or
 * symbolic link. `outputs`: by option; `-` and devices hold nothing that could be lost.
 */
export function refuseOverwriting(
	outputs: Readonly<Record<string, string | undefined>>,
	read: Iterable<ReadFile>,
): void {
	const claimed = new Map<string, string>();
	for (const [what, path] of read) {
		const target = path === null || path === undefined ? null : targetOf(path);
		if (target !== null) claimed.set(target, what);
	}
	for (const [option, path] of Object.entries(outputs)) {
		const target = path === undefined ? null : targetOf(path);
		if (path === undefined || target === null) continue;
		const what = claimed.get(target);
		if (what !== undefined)
			throw new BadInputError(`${option} ${formatForDisplay(path)} would overwrite ${what}; name another file`);
		claimed.set(target, `what ${option} writes`);
	}
}

/** The file that is written under a path; null if that is no file. */
function targetOf(path: string): string | null {
	if (path === "-") return null;
	try {
		if (existsSync(path)) return statSync(path).isFile() ? realpathSync.native(path) : null;
		return join(realpathSync.native(dirname(path)), basename(path));
	} catch {
		// What cannot be found is reported where it is read or written.
		return null;
	}
}
