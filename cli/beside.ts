import { dirname, join } from "node:path";
import { fileNamesIn, foldersBelow } from "../readers/document/walk.ts";
import type { Beside } from "../readers/source-file.ts";
import { standardInput } from "./unread-input.ts";

/** Enough for a repository of infrastructure; a plan may lie above anything. */
const maxFolders = 1_000;

/** The folders of a run, so that what is read of each is read once. */
const ofRuns = new WeakMap<object, Map<string, Beside>>();

/** The folder of a file; that of standard input is the working directory. `run` is the same object for the files of one run. */
export function besideOf(path: string, run: object): Beside {
	const folder = path === standardInput ? "." : dirname(path);
	const folders = ofRuns.get(run) ?? new Map<string, Beside>();
	ofRuns.set(run, folders);
	const found = folders.get(folder) ?? besideIn(folder);
	folders.set(folder, found);
	return found;
}

const besideIn = (folder: string): Beside => ({
	names: (inner) => fileNamesIn(join(folder, inner)),
	below: () => foldersBelow(folder, maxFolders),
	pathOf: (relative) => join(folder, relative),
});
