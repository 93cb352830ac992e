import type { Notes } from "./changelog.ts";

/** What a release is made from. */
export interface Checkout {
	readonly version: string;
	/** The versions that the lock file gives for the project itself. */
	readonly lockedVersions: readonly unknown[];
	readonly notes: Notes;
	/** Paths with changes that are not committed, and new ones. */
	readonly uncommitted: readonly string[];
	/** The commit that is checked out. */
	readonly head: string;
	/** The commit of the version's tag and its parents; empty if there is no such tag. */
	readonly tagged: readonly string[];
}

/** What stands in the way of a release, each with what to do. */
export function problemsOf({ version, lockedVersions, notes, uncommitted, head, tagged }: Checkout): readonly string[] {
	const problems: readonly (readonly [is: boolean, text: string])[] = [
		[!/^\d+\.\d+\.\d+$/.test(version), `package.json: the version ${version} is not MAJOR.MINOR.PATCH`],
		[
			lockedVersions.some((locked) => locked !== version),
			`package-lock.json: another version than ${version}; run npm version ${version} --no-git-tag-version --allow-same-version`,
		],
		[
			notes.isUnreleased,
			`CHANGELOG.md: no section "## [${version}] - YYYY-MM-DD"; write it from what is below "## [Unreleased]"`,
		],
		[uncommitted.length > 0, `not committed: ${uncommitted.join(", ")}; commit or remove it`],
		[
			tagged.length > 0 && !tagged.includes(head),
			`the tag v${version} is of another commit; raise the version in package.json`,
		],
	];
	return problems.flatMap(([is, text]) => (is ? [text] : []));
}
