import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../core/errors.ts";

/**
 * Keeps a folder of results for this process; returns what gives it back. What a dead process left is taken over.
 * Throws BadInputError while another process has it.
 */
export function lock(results: string): () => void {
	const path = join(results, "lock");
	const holder = holderOf(path);
	if (holder !== null && holder !== process.pid && isAlive(holder)) {
		throw new BadInputError(
			`${results}: another demo (process ${holder}) is writing here; wait for its end, name another folder with ` +
				`--into, or remove ${path} if that process is no demo`,
		);
	}
	rmSync(path, { force: true });
	// Whoever comes second in the same moment fails here.
	writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
	return () => rmSync(path, { force: true });
}

/** Null when nobody has it, or the file says nothing. */
function holderOf(path: string): number | null {
	try {
		const pid = Number(readFileSync(path, "utf8"));
		return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// It is somebody else's.
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}
