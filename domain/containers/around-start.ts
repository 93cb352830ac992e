import type { Value } from "../../core/reading.ts";

/** What a file says of a container that decides, besides its entry point and command, what is written in it; for `fix` alone. */
export interface AroundStart {
	/** Whether it replaces the entry point of its image, which prepares what the program needs. */
	readonly hasEntryPoint: boolean;
	/** The commands that run in it besides its own, such as a health check. */
	readonly commands: readonly OtherCommand[];
	/** The folder in which it starts; null when its image decides. */
	readonly workingDirectory: Value<string> | null;
	/** The names of the variables that are set elsewhere, such as secrets. */
	readonly variables: Value<readonly string[]>;
	/** What else may make it write to other paths, as clauses. */
	readonly doubts: readonly string[];
	/** Why it cannot run with a read-only root as `fix` would write it, as a clause; null when nothing prevents that. */
	readonly obstacle: string | null;
}

export interface OtherCommand {
	/** The field that sets it, as it is called in the file: `healthcheck`. */
	readonly field: string;
	/** They may contain secrets. */
	readonly words: Value<readonly string[]>;
}

/** For a container of which the file says nothing of this kind. */
export const nothingAround: AroundStart = {
	hasEntryPoint: false,
	commands: [],
	workingDirectory: null,
	variables: [],
	doubts: [],
	obstacle: null,
};
