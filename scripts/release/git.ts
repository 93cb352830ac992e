import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Git in the checkout; returns what it prints, without the last line break. Throws if it fails. */
export const gitIn =
	(root: string) =>
	(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string =>
		execFileSync("git", [...args], {
			cwd: root,
			encoding: "utf8",
			env: { ...process.env, ...environment },
			stdio: ["ignore", "pipe", "pipe"],
		}).trimEnd();

/** The commit of a tag and its parents; empty if there is no such tag. */
export function commitsOf(git: ReturnType<typeof gitIn>, tag: string): readonly string[] {
	if (git(["tag", "--list", tag]) === "") return [];
	return git(["rev-list", "--parents", "-1", `refs/tags/${tag}^{commit}`]).split(" ");
}

/**
 * Makes the commit of a release and its tag: the commit that is checked out, and `dist/` as it is in a folder. No branch, index or
 * file of the checkout is changed. Returns the commit.
 */
export function tagWithBundle(git: ReturnType<typeof gitIn>, tag: string, built: string): string {
	const scratch = mkdtempSync(join(tmpdir(), "shipshape-index-"));
	try {
		const index = { GIT_INDEX_FILE: join(scratch, "index") };
		git(["read-tree", "HEAD"], index);
		// Forced, because dist/ is in .gitignore.
		git(["--work-tree", built, "add", "--force", "--", "dist"], index);
		const tree = git(["write-tree"], index);
		const commit = git(["commit-tree", tree, "-p", "HEAD", "-m", `Add the bundle of ${tag}`]);
		git(["tag", "--annotate", "--message", tag, tag, commit]);
		return commit;
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}
