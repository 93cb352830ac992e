import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../core/errors.ts";

/**
 * Locks a results folder for this process and returns the function that unlocks it. The lock of a dead process is taken
 * over. Throws BadInputError while another process holds the lock.
 */
export function lock(results: string): () => void {
	const path = join(results, "lock");
	const holder = holderOf(path);
	if (holder !== null && holder !== process.pid && isAlive(holder)) {
		const remedy = `wait until it ends, choose another folder with --into, or remove ${path} if that process is not a demo`;
		throw new BadInputError(`${results}: another demo (process ${holder}) is writing here; ${remedy}`);
	}
	rmSync(path, { force: true });
	// If two processes get here at the same time, the second one fails.
	writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
	return () => rmSync(path, { force: true });
}

/** The process id in the lock file; null when there is no lock file or no valid id in it. */
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
		// EPERM: the process exists but belongs to another user.
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}
