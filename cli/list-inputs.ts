import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { readStream, readTextFile } from "../readers/document/read-file.ts";
import { isHclPath, isNoFile, isWalkedPath, type LeftOut, listFiles } from "../readers/document/walk.ts";
import type { FileGroup, GroupOf } from "./merged-files.ts";
import type { PathFilter } from "./path-filter.ts";
import { standardInput } from "./unread-input.ts";

/** A file to read. A file that the user names must be of a supported kind; one found in a folder, or in a list of all files, need not be. */
export interface InputFile extends FileGroup {
	readonly isNamed: boolean;
	readonly read: () => string | Promise<string>;
}

export const fileInput = ({ path, above }: FileGroup, isNamed: boolean): InputFile => ({
	path,
	above,
	isNamed,
	// Modules have empty files of variables and outputs.
	read: () => readTextFile(path, { isEmptyAllowed: !isNamed && isHclPath(path), isFound: !isNamed }),
});

/** Of a list of all files: one that a walk over its folder would not read. */
export interface PassedOver {
	readonly path: string;
	readonly isForeign: true;
}

export interface HowToList {
	readonly as: unknown;
	readonly input: AsyncIterable<Uint8Array>;
	readonly ignoresUnknown?: boolean;
}

/**
 * The files of a command line, in its order, each once: those that the user names, and those below folders. `groupsOf` groups these, of all
 * folders together.
 */
export function* listInputs(
	paths: readonly string[],
	named: GroupOf,
	groupsOf: (found: readonly string[]) => GroupOf,
	filter: PathFilter,
	{ as, input, ignoresUnknown = false }: HowToList,
): Generator<[string, InputFile | BadInputError | LeftOut | PassedOver]> {
	const seen = new Set<string>();
	const walked = new Map(paths.filter((path) => isWalked(path, filter)).map((path) => [path, walk(path, filter)]));
	const inFolder = groupsOf([...walked.values()].flatMap(({ found }) => found.filter(isPath)));
	for (const path of paths) {
		if (path === "-") {
			const read = () => readStream(input, standardInput);
			yield [standardInput, { path: standardInput, above: [], isNamed: !ignoresUnknown, read }];
			continue;
		}
		const isNamed = !isFolder(path);
		const by = filter.excludedBy(path, !isNamed);
		if (by !== null) {
			if (!seen.has(resolve(path))) yield [path, { path, by }];
			seen.add(resolve(path));
			continue;
		}
		if (isNamed && ignoresUnknown && isNotWalked(path, as !== null)) {
			if (!filter.isOwn(path) && !seen.has(resolve(path))) yield [path, { path, isForeign: true }];
			seen.add(resolve(path));
			continue;
		}
		const { leavesOut, found } = walked.get(path) ?? { leavesOut: () => null, found: [path] };
		for (const file of found) {
			if (file instanceof BadInputError) yield [path, file];
			else if (!isNamed && filter.isOwn(typeof file === "string" ? file : file.path)) continue;
			else if (typeof file !== "string") {
				if (!seen.has(resolve(file.path))) yield [file.path, file];
				seen.add(resolve(file.path));
			} else {
				const group = isNamed ? named(file) : withoutLeftOut(inFolder(file), leavesOut);
				const isSeen = seen.has(resolve(file)) && (group === null || group.above.length === 0);
				seen.add(resolve(file));
				if (group !== null && !isSeen) yield [group.path, fileInput(group, isNamed && !ignoresUnknown)];
			}
		}
	}
}

const isWalked = (path: string, filter: PathFilter): boolean =>
	path !== "-" && isFolder(path) && filter.excludedBy(path, true) === null;

function walk(path: string, filter: PathFilter) {
	const leavesOut = filter.leftOutBelow(path);
	return { leavesOut, found: listFiles(path, leavesOut) };
}

const isPath = (found: unknown): found is string => typeof found === "string";

/** Whether a walk would pass over what is there: because of its name, or because it is no file. */
const isNotWalked = (path: string, isOfAnyName: boolean): boolean =>
	isNoFile(path) || !(isOfAnyName || isWalkedPath(path) || !existsSync(path));

/** A file that is not read is not merged with others either. */
function withoutLeftOut(
	group: FileGroup | null,
	leavesOut: (path: string, isFolder: boolean) => string | null,
): FileGroup | null {
	if (group === null || group.above.length === 0) return group;
	const [path, ...above] = [group.path, ...group.above].filter((one) => leavesOut(one, false) === null);
	return path === undefined ? null : { path, above };
}

export function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}
