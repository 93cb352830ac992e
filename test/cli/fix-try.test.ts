import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { fixSummary } from "../../cli/formats/fix-summary.ts";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "fix-try-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true });
});

test("changes what is not certain only with --try, and says how", async () => {
	const own = ["services:", "  web:", "    image: team/app:1", "    mem_limit: 512m", '    user: "5"'];
	writeFileSync("own.yaml", `${own.join("\n")}\n`);
	const why = "fix cannot tell which paths team/app:1 writes to";
	expect(await runCli(["fix", "own.yaml", "--write"])).toEqual({
		status: 1,
		printed: "",
		errors: [
			`shipshape: own.yaml:2:3: container web: its root filesystem is left writable, because ${why}; ` +
				"to try a read-only root with tmpfs mounts at /tmp, /run, use fix --try",
			"shipshape: own.yaml: nothing to fix; 1 container has fixes that are not certain, see --try; 1 failure remains",
		],
	});
	const { status, printed, errors } = await runCli(["fix", "own.yaml", "--try"]);
	expect({ status, errors }).toEqual({
		status: 1,
		errors: [
			`shipshape: own.yaml:2:3: container web: ${why}; test it before you deploy`,
			"shipshape: own.yaml: 1 container can be fixed with --try --write",
		],
	});
	expect(printed).toContain("+      - /run:size=16m\n");
	expect(readFileSync("own.yaml", "utf8")).toBe(`${own.join("\n")}\n`);
	expect((await runCli(["fix", "own.yaml", "--try", "--write", "--quiet"])).status).toBe(0);
	expect((await runCli(["check", "own.yaml"])).status).toBe(0);
	expect((await runCli(["fix", "own.yaml", "--quiet"])).printed).toBe("");
});

test.each<[containers: number, withheld: number, flags: readonly string[], remaining: number, summary: string]>([
	[0, 0, [], 0, "nothing to fix"],
	[2, 0, [], 0, "2 containers can be fixed with --write"],
	[2, 0, ["try"], 0, "2 containers can be fixed with --try --write"],
	[1, 0, ["try", "write"], 0, "1 container fixed"],
	[1, 0, ["write"], 1, "1 container fixed; 1 failure needs a manual fix: shipshape check lists it"],
	[1, 2, [], 0, "1 container can be fixed with --write; 2 containers have fixes that are not certain, see --try"],
	[0, 1, [], 3, "nothing to fix; 1 container has fixes that are not certain, see --try; 3 failures remain"],
])(
	"sums up %d fixed and %d withheld containers with the flags %j and %d failures",
	(containers, withheld, flags, remaining, summary) => {
		expect(fixSummary({ containers, withheld }, new Set(flags), remaining)).toBe(summary);
	},
);
