import { isAbsolute, relative, resolve } from "node:path";
import type { IsGitIgnored } from "../readers/document/gitignore.ts";

/** Patterns as in `.gitignore`, relative to an absolute folder. */
interface Exclusion {
	/** What says so, for the closing line: `--exclude`, `exclude in the policy`. */
	readonly by: string;
	readonly folder: string;
	readonly patterns: readonly string[];
}

/** What is not to be read. */
export interface PathOptions {
	readonly exclusions: readonly Exclusion[];
	readonly usesGitignore: boolean;
	/** The working directory. */
	readonly folder: string;
}

/** Says what leaves out a path, in the words of the closing line; null when nothing does. */
export interface PathFilter {
	/** Of a file that the user named, or of a folder. */
	readonly excludedBy: (path: string, isFolder: boolean) => string | null;
	/** The same of what a walk finds below a folder. */
	readonly leftOutBelow: (folder: string) => (path: string, isFolder: boolean) => string | null;
}

/** Loads the rules of `.gitignore` only when there may be some: they need a library. */
export async function loadPathFilter(options: PathOptions | undefined, hasFolder: boolean): Promise<PathFilter> {
	const { exclusions = [], usesGitignore = false, folder = "" } = options ?? {};
	const used = exclusions.filter(({ patterns }) => patterns.length > 0);
	const isWalked = usesGitignore && hasFolder;
	const git = isWalked ? await import("../readers/document/gitignore.ts") : null;
	const matchers = used.length === 0 ? [] : await matchersOf(used);
	const excludedBy = (path: string, isFolder: boolean): string | null => {
		const found = matchers.find(({ folder: base, isOut }) => {
			const below = relative(base, resolve(folder, path)).replaceAll("\\", "/");
			const isBelow = below !== "" && below !== ".." && !below.startsWith("../") && !isAbsolute(below);
			return isBelow && isOut(`${below}${isFolder ? "/" : ""}`);
		});
		return found?.by ?? null;
	};
	return {
		excludedBy,
		leftOutBelow: (named) => {
			const isGitIgnored: IsGitIgnored = git?.gitIgnoreBelow(resolve(folder, named)) ?? (() => false);
			return (path, isFolder) =>
				excludedBy(path, isFolder) ?? (isGitIgnored(resolve(folder, path), isFolder) ? ".gitignore" : null);
		},
	};
}

async function matchersOf(exclusions: readonly Exclusion[]) {
	const { patternMatcher } = await import("../readers/document/ignore-patterns.ts");
	return exclusions.map(({ by, folder, patterns }) => {
		const decide = patternMatcher(patterns.map((one) => one.replace(/^(?:\.\/+)+/, "")));
		return { by, folder, isOut: (path: string) => decide(path) === "left out" };
	});
}
