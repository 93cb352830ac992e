import { BadInputError } from "../core/errors.ts";
import { isUsablePattern } from "../readers/document/usable-pattern.ts";
import { type Arguments, type Option, quote } from "./arguments.ts";
import type { LoadedPolicy } from "./policy-file.ts";
import type { OpenOptions } from "./sources.ts";
import type { Terminal } from "./terminal.ts";

/** The options of commands that read files and folders, about which of them they read. */
export const pathOptions: Readonly<Record<string, Option>> = {
	exclude: {
		type: "string",
		value: "GLOB",
		help: "does not read these files and folders: a pattern as in .gitignore, from this folder; may be repeated",
	},
	"no-gitignore": { type: "flag", help: "also reads what .gitignore leaves out of a folder" },
	"ignore-unknown": {
		type: "flag",
		help: "for lists of all files: reads of named files what it would find in a folder, and accepts that none is left",
	},
};

/** Throws BadInputError unless a command was given paths, none of which is empty, as an unset variable is. */
export function requirePaths(command: string, paths: readonly string[]): void {
	if (paths.length === 0 || paths.includes(""))
		throw new BadInputError(`${command} needs a path; write a file, a folder, or - for standard input`);
}

/**
 * What those options and `exclude` of the policy say. `own`: files of Shipshape that are read, besides the policy; `written`: files that
 * are to be written. Throws BadInputError.
 */
export function openOptionsOf(
	{ flags, lists }: Pick<Arguments, "flags" | "lists">,
	{ path: policy, exclude, folder: policyFolder }: Pick<LoadedPolicy, "path" | "exclude" | "folder">,
	{ folder }: Pick<Terminal, "folder">,
	{ own = [], written = [] }: Partial<Record<"own" | "written", readonly (string | undefined)[]>> = {},
): Required<Pick<OpenOptions, "paths" | "ignoresUnknown">> {
	const { exclude: given = [] } = lists;
	for (const pattern of given)
		if (!isUsablePattern(pattern))
			throw new BadInputError(`--exclude ${quote(pattern)} is too long or has too many stars; write a simpler pattern`);
	return {
		paths: {
			exclusions: [
				{ by: "--exclude", folder, patterns: given, isOfRun: true },
				{ by: "exclude in the policy", folder: policyFolder, patterns: exclude, isOfRun: false },
			],
			usesGitignore: !flags.has("no-gitignore"),
			folder,
			own: [policy, ...own].flatMap((path) => path ?? []),
			written: written.flatMap((path) => path ?? []),
		},
		ignoresUnknown: flags.has("ignore-unknown"),
	};
}
