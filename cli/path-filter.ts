import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { formatList } from "../core/text.ts";
import type { IsGitIgnored } from "../readers/document/gitignore.ts";
import { quote } from "./arguments.ts";
import { isBelow, pathFromFolder } from "./path-from.ts";

/** Patterns as in `.gitignore`, relative to an absolute folder. */
interface Exclusion {
	/** What says so, for the closing line: `--exclude`, `exclude in the policy`. */
	readonly by: string;
	readonly folder: string;
	readonly patterns: readonly string[];
	/** Whether it was written for this run, which may leave out more of the folder than it reads otherwise. */
	readonly isOfRun: boolean;
}

/** What is not to be read. */
export interface PathOptions {
	readonly exclusions: readonly Exclusion[];
	readonly usesGitignore: boolean;
	/** The working directory. */
	readonly folder: string;
	/** Files of Shipshape itself: the policy and the baseline. They are neither read nor counted in a folder. */
	readonly own: readonly string[];
	/** Files that this run is to write. In a folder they count only if they are of a supported kind. */
	readonly written: readonly string[];
}

/** Says what leaves out a path, in the words of the closing line; null when nothing does. */
export interface PathFilter {
	/** Of a file that the user named, or of a folder. */
	readonly excludedBy: (path: string, isFolder: boolean) => string | null;
	/** The same of what a walk finds below a folder. */
	readonly leftOutBelow: (folder: string) => (path: string, isFolder: boolean) => string | null;
	readonly isOwn: (path: string) => boolean;
	readonly isWritten: (path: string) => boolean;
	/** After a run over these folders: the patterns that have left out nothing, which are probably misspelled. One line for each place. */
	readonly idlePatterns: (folders: readonly string[]) => readonly string[];
}

/** Loads the rules of `.gitignore` only when there may be some: they need a library. */
export async function loadPathFilter(options: PathOptions | undefined, hasFolder: boolean): Promise<PathFilter> {
	const { exclusions = [], usesGitignore = false, folder = "", own = [], written = [] } = options ?? {};
	const used = exclusions.filter(({ patterns }) => patterns.length > 0);
	const isWalked = usesGitignore && hasFolder;
	const git = isWalked ? await import("../readers/document/gitignore.ts") : null;
	const matchers = used.length === 0 ? [] : await matchersOf(used);
	const excludedBy = (path: string, isFolder: boolean): string | null => {
		const found = matchers.filter(({ folder: base, isOut }) => {
			const below = pathFromFolder(base, resolve(folder, path)) ?? "";
			return below !== "" && isBelow(below) && isOut(`${below}${isFolder ? "/" : ""}`);
		});
		return found[0]?.by ?? null;
	};
	const isAmong = (paths: readonly string[]): ((path: string) => boolean) => {
		const known = new Set(paths.map((path) => resolve(folder, path)));
		return (path) => known.has(resolve(folder, path));
	};
	return {
		excludedBy,
		leftOutBelow: (named) => {
			const isGitIgnored: IsGitIgnored = git?.gitIgnoreBelow(resolve(folder, named)) ?? (() => false);
			return (path, isFolder) =>
				excludedBy(path, isFolder) ?? (isGitIgnored(resolve(folder, path), isFolder) ? ".gitignore" : null);
		},
		isOwn: isAmong(own),
		isWritten: isAmong(written),
		idlePatterns: (folders) =>
			matchers.flatMap(({ by, folder: base, isOfRun, idle }) => {
				const isWhole = folders.some((one) => isBelow(relative(resolve(folder, one), base)));
				const patterns = isOfRun || isWhole ? idle().filter((one) => !names(base, one)) : [];
				const [are, remedy] = patterns.length === 1 ? ["leaves", "it"] : ["leave", "them"];
				const quoted = formatList(patterns.map(quote), 3);
				return patterns.length === 0 ? [] : [`${by}: ${quoted} ${are} nothing out; correct or remove ${remedy}`];
			}),
	};
}

/** Whether a pattern is the path of something, which may lie in a folder that is not entered anyway, or be of another kind. */
const names = (folder: string, pattern: string): boolean =>
	!/[*?[]/.test(pattern) && existsSync(resolve(folder, pattern.replace(/^\/+/, "")));

async function matchersOf(exclusions: readonly Exclusion[]) {
	const { patternMatcher } = await import("../readers/document/ignore-patterns.ts");
	return exclusions.map(({ patterns, ...exclusion }) => {
		const matcherOf = (some: readonly string[]) => patternMatcher(some.map((one) => one.replace(/^(?:\.\/+)+/, "")));
		const decide = matcherOf(patterns);
		// A pattern that makes an exception leaves out nothing by itself.
		const idle = new Map(patterns.filter((one) => !one.startsWith("!")).map((one) => [one, matcherOf([one])]));
		const isOut = (path: string): boolean => {
			if (decide(path) !== "left out") return false;
			for (const [pattern, decideAlone] of idle) if (decideAlone(path) === "left out") idle.delete(pattern);
			return true;
		};
		return { ...exclusion, isOut, idle: () => [...idle.keys()] };
	});
}
