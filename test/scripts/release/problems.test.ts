import { expect, test } from "@jest/globals";
import { type Checkout, problemsOf } from "../../../scripts/release/problems.ts";

const ready: Checkout = {
	version: "1.1.0",
	lockedVersions: ["1.1.0", "1.1.0"],
	notes: { text: "- New.\n", isUnreleased: false },
	uncommitted: [],
	head: "aaaa",
	tagged: [],
};

test("nothing stands in the way of a version with its section, all committed and without a tag", () => {
	expect(problemsOf(ready)).toEqual([]);
});

test("the version's own tag does not, whether its commit or the one below it is checked out", () => {
	expect(problemsOf({ ...ready, tagged: ["bbbb", "aaaa"] })).toEqual([]);
	expect(problemsOf({ ...ready, head: "bbbb", tagged: ["bbbb", "aaaa"] })).toEqual([]);
});

test.each([
	[{ version: "1.1", lockedVersions: ["1.1"] }, "package.json: the version 1.1 is not MAJOR.MINOR.PATCH"],
	[
		{ lockedVersions: ["1.1.0", "1.0.0"] },
		"package-lock.json: another version than 1.1.0; run npm version 1.1.0 --no-git-tag-version --allow-same-version",
	],
	[
		{ notes: { text: "- New.\n", isUnreleased: true } },
		'CHANGELOG.md: no section "## [1.1.0] - YYYY-MM-DD"; write it from what is below "## [Unreleased]"',
	],
	[{ uncommitted: ["?? new.ts", " M old.ts"] }, "not committed: ?? new.ts,  M old.ts; commit or remove it"],
	[{ tagged: ["cccc", "bbbb"] }, "the tag v1.1.0 is of another commit; raise the version in package.json"],
])("a release stops for %j", (change, problem) => {
	expect(problemsOf({ ...ready, ...change })).toEqual([problem]);
});

test("all problems are named at once", () => {
	expect(problemsOf({ ...ready, uncommitted: ["?? a"], tagged: ["bbbb"], lockedVersions: [undefined] })).toHaveLength(
		3,
	);
});
