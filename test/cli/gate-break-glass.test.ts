import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { GateReport } from "../../cli/verdicts.d.ts";
import { definition, mockRegistry, region } from "../support/gated-registry.ts";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "gate-break-glass-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [container] = definition().containerDefinitions;
const writable = definition({ containerDefinitions: [{ ...container, readonlyRootFilesystem: false }] });

function gate(policy: string, tag: string | null, ...args: readonly string[]) {
	mockRegistry();
	const tags = tag === null ? {} : { tags: [{ key: "shipshape:break-glass", value: tag }] };
	writeFileSync(join(folder, "policy.yaml"), policy);
	writeFileSync(join(folder, "taskdef.json"), JSON.stringify({ ...writable, ...tags }));
	const files = ["--policy", join(folder, "policy.yaml"), "--task-definition", join(folder, "taskdef.json")];
	return runCli(["gate", "--wait", "0", ...files, ...args], { environment: { AWS_REGION: region }, folder });
}
const entry =
	"block: { breakGlass: [{ resource: task-definition/we*, reason: hotfix 17, owner: jo, expires: 2999-01-31 }] }";
const tomorrow = new Date(Date.now() + 86_400_000).toJSON().slice(0, 10);
const why = (source: string, day = "2999-01-31") => `break-glass by ${source}, until ${day}, owner jo: hotfix 17`;

describe("a task definition that somebody answers for", () => {
	test.each([
		["an entry of the policy", entry, null, why("the policy's block.breakGlass")],
		["its tag", "", `${tomorrow} jo hotfix 17`, why("the tag shipshape:break-glass", tomorrow)],
	])("by %s does not block, and the day, the owner and the reason are printed", async (_, policy, tag, reason) => {
		const { status, printed } = await gate(policy, tag);
		expect(status).toBe(0);
		expect(printed).toContain(`would be blocked, but is overridden: ${reason}\n`);
		expect(printed.trimEnd().split("\n").at(-1)).toBe("not blocked");
		const { subjects } = JSON.parse((await gate(policy, tag, "--format", "json")).printed) as GateReport;
		expect(subjects).toMatchObject([{ decision: "overridden", reason }]);
	});

	test.each([
		["whose last day is over", "2026-01-31 jo hotfix 17", "expired on 2026-01-31"],
		["whose last day is too far ahead", "2999-01-31 jo hotfix 17", "2999-01-31 is more than 30 days ahead"],
		["without a reason", "2999-01-31 jo", "write YYYY-MM-DD OWNER REASON"],
		["without a day", "jo hotfix 17", "write YYYY-MM-DD OWNER REASON"],
	])("by a tag %s blocks, and says why", async (_, tag, problem) => {
		const { status, printed } = await gate("", tag);
		expect(status).toBe(1);
		expect(printed).not.toContain("overridden");
		expect(printed.replace(/\s+/g, " ")).toContain(`the tag shipshape:break-glass is ignored: ${problem}`);
	});

	test("prints what people wrote without characters that reverse it", async () => {
		const { printed } = await gate(entry.replace("hotfix 17", '"a\\u202e b"'), null);
		expect(printed).toContain("owner jo: a");
		expect(printed).not.toContain("\u202e");
	});
});

test("the reason is null unless something is protected, overridden, unknown or ignored", async () => {
	const { subjects } = JSON.parse((await gate("", null, "--format", "json")).printed) as GateReport;
	expect(subjects).toMatchObject([{ decision: "blocked", reason: null }]);
});
