import { plainCommands } from "../../readers/shell/plain-commands.ts";
import { installersIn } from "./installers.ts";
import { writtenPathsOf } from "./written-paths.ts";

/** What the entry point and command of a container visibly do. */
export interface StartEffects {
	/** Absolute paths that are written to. */
	readonly writes: readonly string[];
	/** Package managers that install something: `pip`. */
	readonly installers: readonly string[];
}

/** The longest path that Linux accepts (PATH_MAX in linux/limits.h). */
const maxPathLength = 4096;

/**
 * What the words of an entry point and a command visibly do, quoted or not; null when there are no words. Returns only paths
 * and names of package managers, because commands may contain secrets.
 */
export function startEffects(words: readonly string[]): StartEffects | null {
	const commands = plainCommands(words);
	if (commands === null) return null;
	const { programs, redirectedTo } = commands;
	const paths = [...redirectedTo, ...programs.flatMap(writtenPathsOf)].filter(
		(path) => path.startsWith("/") && path.length <= maxPathLength && !kernelPath.test(path),
	);
	return { writes: distinct(paths.map(removeSecrets)), installers: distinct(programs.flatMap(installersIn)) };
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The part after these separators may be a password or a token. */
const removeSecrets = (path: string): string => path.split(/[?@=]|:\/\//, 1)[0] ?? "";

const kernelPath = /^\/(?:dev|proc|sys)(?:\/|$)/;
