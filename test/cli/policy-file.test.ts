import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runCli } from "../support/terminal.ts";

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
	const { printed, errors } = await runCli(["check", "task.json", ...args]);
	return { isRead: printed.includes("CRITICAL"), errors };
}

const usesPolicy = (path: string) => [`shipshape: using the policy ${path}`];

test.each<[string, string, boolean, readonly string[]]>([
	["reads the policy of the working directory without reporting it", "checkout", true, []],
	["reads the nearest policy", "checkout/own", true, []],
	["reads and reports the policy of the parent folder", "checkout/own/deep", true, usesPolicy("../shipshape.yaml")],
	["reads and reports the policy two folders above", "checkout/own/deep/er", true, usesPolicy("../../shipshape.yaml")],
	["reads no policy above the root of a checkout", "worktree", false, []],
	["reads no policy above the root of a worktree", "worktree/a", false, []],
	["reads no policy of a parent folder outside a checkout", "outside/a", false, []],
	["reads the policy of the working directory outside a checkout", ".", true, []],
])("%s: in %s", async (_, name, isRead, errors) => {
	expect(await checkedIn(name)).toEqual({ isRead, errors });
});

test("--policy disables the search for a policy", async () => {
	write("checkout/own/deep/none.yaml", "mode: audit\n");
	expect(await checkedIn("checkout/own/deep", "--policy", "none.yaml")).toEqual({ isRead: false, errors: [] });
});

test("an error in the policy of a parent folder is reported with its location", async () => {
	const { errors } = await checkedIn("bad/a");
	expect(errors).toEqual([
		...usesPolicy("../shipshape.yaml"),
		expect.stringContaining("../shipshape.yaml:1:13: unknown key"),
	]);
});

test("a policy with every key of slack is accepted, and what cannot work is noted with its location", async () => {
	const slack = {
		...{ minimumSeverity: "MEDIUM", channel: "", unknownAfter: 12, timeZone: "Asia/Tokyo" },
		routes: [{ match: { family: "web" }, webhook: "web", minimumSeverity: "HIGH" }],
		...{ quietHours: { from: "22:00", to: "07:00" }, summary: { every: "week", hour: 8 } },
		...{ approvers: ["U012AB3CD"], approvalHours: 12 },
	};
	write("routed/.git", "");
	write("routed/shipshape.yaml", `${policy}slack: ${JSON.stringify(slack)}\n`);
	const { isRead, errors } = await checkedIn("routed");
	expect(isRead).toBe(true);
	expect(errors).toEqual([
		expect.stringMatching(/^shipshape: shipshape\.yaml:2:1: slack\.approvers are never asked: /),
	]);
});
