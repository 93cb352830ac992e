import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ran } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "policy-file-"));
const before = process.cwd();
const definition = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.27" }] };
const policy = "controls: { task-definition/read-only-root: { severity: CRITICAL } }\n";

const write = (name: string, text: string): void => {
	mkdirSync(dirname(join(folder, name)), { recursive: true });
	writeFileSync(join(folder, name), text);
};

beforeAll(() => {
	write("shipshape.yaml", policy);
	write("outside/a/task.json", "");
	write("checkout/.git/HEAD", "");
	write("checkout/shipshape.yaml", policy);
	write("checkout/own/shipshape.yaml", policy);
	write("checkout/own/deep/er/task.json", "");
	write("worktree/.git", "gitdir: elsewhere");
	write("worktree/a/task.json", "");
	write("bad/.git", "");
	write("bad/shipshape.yaml", "controls: { x: {} }");
	write("bad/a/task.json", "");
});
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true });
});

async function checkedIn(name: string, ...args: readonly string[]) {
	process.chdir(join(folder, name));
	writeFileSync("task.json", JSON.stringify(definition));
	const { printed, complaints } = await ran(["check", "task.json", ...args]);
	return { isRead: printed.includes("CRITICAL"), complaints };
}

const says = (path: string) => [`shipshape: the policy is ${path}`];

test.each<[string, string, boolean, readonly string[]]>([
	["the working folder's, without a word", "checkout", true, []],
	["the nearest one's", "checkout/own", true, []],
	["a folder's above", "checkout/own/deep", true, says("../shipshape.yaml")],
	["one further above", "checkout/own/deep/er", true, says("../../shipshape.yaml")],
	["none above the top of a checkout", "worktree", false, []],
	["none above the top of a worktree", "worktree/a", false, []],
	["outside of a checkout none above", "outside/a", false, []],
	["outside of a checkout that of the working folder", ".", true, []],
])("%s: in %s", async (_, name, isRead, complaints) => {
	expect(await checkedIn(name)).toEqual({ isRead, complaints });
});

test("a policy that is named is not looked for", async () => {
	write("checkout/own/deep/none.yaml", "mode: audit\n");
	expect(await checkedIn("checkout/own/deep", "--policy", "none.yaml")).toEqual({ isRead: false, complaints: [] });
});

test("what is wrong with a policy above is said at its place", async () => {
	const { complaints } = await checkedIn("bad/a");
	expect(complaints).toEqual([
		...says("../shipshape.yaml"),
		expect.stringContaining("../shipshape.yaml:1:13: unknown key"),
	]);
});
