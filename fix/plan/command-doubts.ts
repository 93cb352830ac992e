import type { ContainerFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { OtherCommand } from "../../domain/containers/around-start.ts";
import { mountedPaths } from "../../domain/containers/writable-paths.ts";
import type { HarmlessCommand, ImageNeeds } from "../images/known-image.ts";
import type { PlainArguments, PlainOption } from "../start-command/arguments.ts";
import { isHarmlessCheck } from "../start-command/harmless-check.ts";
import { covers } from "./barriers.ts";
import type { KnownProgram } from "./known-program.ts";

/** Why what runs in a container may do something else than the command of its image in its own folder. */
export function startDoubts(container: ContainerFacts, program: KnownProgram): readonly string[] {
	const { around, needs } = program;
	return [
		...ownCommandDoubts(container, program),
		...around.commands.flatMap(otherCommandDoubts),
		...folderDoubts(container, needs, around.workingDirectory),
		...around.doubts,
	];
}

function ownCommandDoubts(container: ContainerFacts, { needs, start, plain, around }: KnownProgram): readonly string[] {
	if (start === null) {
		return needs?.isRuntime === true
			? [`the file names no command, so that what ${needs.program} runs is unknown`]
			: [];
	}
	if (isUnresolved(start)) return [`its entry point and command are ${formatUnknown(start)}`];
	const { harmless } = needs ?? {};
	const isPlain = plain !== null && !around.hasEntryPoint;
	if (isPlain && needs !== null && harmless !== undefined && isHarmless(container, plain, needs, harmless)) return [];
	return ["it has its own entry point or command"];
}

function isHarmless(
	container: ContainerFacts,
	plain: PlainArguments,
	{ volumes, scratch }: ImageNeeds,
	{ programs, options, readingOptions = [], writingOptions = [] }: HarmlessCommand,
): boolean {
	if (plain.program !== null && !programs.includes(plain.program)) return false;
	const isIn = (folders: readonly string[], path: string): boolean => folders.some((folder) => covers(folder, path));
	return plain.options.every(({ name, path }: PlainOption) => {
		if (writingOptions.includes(name)) return path === null || isIn([...volumes, ...scratch], path);
		// A file that is mounted is configuration of its own.
		if (readingOptions.includes(name)) return path === null || !isIn(mountedPaths(container), path);
		return path === null && options.includes(name);
	});
}

function otherCommandDoubts({ field, words }: OtherCommand): readonly string[] {
	if (isUnresolved(words)) return [`the command of its ${field} is ${formatUnknown(words)}`];
	return isHarmlessCheck(words) ? [] : [`the command of its ${field} may write to other paths`];
}

/** A program writes to the folder in which it starts when its settings name a file without a folder. */
function folderDoubts(
	container: ContainerFacts,
	needs: ImageNeeds | null,
	folder: KnownProgram["around"]["workingDirectory"],
): readonly string[] {
	if (folder === null) return [];
	if (isUnresolved(folder)) return [`its working directory is ${formatUnknown(folder)}`];
	const writable = [...(needs?.scratch ?? []), ...mountedPaths(container)];
	return writable.some((path) => covers(path, folder))
		? []
		: [`it starts in ${formatForDisplay(folder)}, to which it may write`];
}
