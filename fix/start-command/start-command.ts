import { plainCommands } from "../../readers/shell/plain-commands.ts";
import { installersIn } from "./installers.ts";
import { targetsOf } from "./written-paths.ts";

/** What is plain to see in the entry point and command of a container. */
export interface StartEffects {
	/** Absolute paths that are written to. */
	readonly writes: readonly string[];
	/** Package managers that install something: `pip`. */
	readonly installers: readonly string[];
}

/** The longest path that Linux takes (PATH_MAX in linux/limits.h). */
const longestPath = 4096;

/**
 * What the words of an entry point and a command plainly do, whatever quotes they stand in: null where there are no
 * words. Only paths and names of package managers come out of it, as commands may hold secrets.
 */
export function startEffects(words: readonly string[]): StartEffects | null {
	const commands = plainCommands(words);
	if (commands === null) return null;
	const { programs, redirectedTo } = commands;
	const paths = [...redirectedTo, ...programs.flatMap(targetsOf)].filter(
		(path) => path.startsWith("/") && path.length <= longestPath && !ofTheKernel.test(path),
	);
	return { writes: distinct(paths.map(withoutSecrets)), installers: distinct(programs.flatMap(installersIn)) };
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** What stands behind these may be a password or a token. */
const withoutSecrets = (path: string): string => path.split(/[?@=]|:\/\//, 1)[0] ?? "";

const ofTheKernel = /^\/(?:dev|proc|sys)(?:\/|$)/;
