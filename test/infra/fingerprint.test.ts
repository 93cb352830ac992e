import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { stop } from "esbuild";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { fingerprintOf } from "../../infra/fingerprint.ts";

const root = join(import.meta.dirname, "../..");
let fingerprint: string;

/** The fingerprint with one file as if it had been edited: `from` is replaced wherever it is written. Fails where nothing is. */
async function afterEdit(path: string, from: string | RegExp, to: string): Promise<string> {
	const original = readFileSync(join(root, path), "utf8");
	const edited = original.replaceAll(from, to);
	expect(edited).not.toBe(original);
	return fingerprintOf(defaultPolicy, (file) => (relative(root, file) === path ? edited : readFileSync(file, "utf8")));
}

beforeAll(async () => {
	fingerprint = await fingerprintOf(defaultPolicy);
});
afterAll(() => stop());

test("is 16 hex digits, the same for the same sources and policy", async () => {
	expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
	expect(await fingerprintOf({ ...defaultPolicy })).toBe(fingerprint);
});

test("changes with the policy", async () => {
	expect(await fingerprintOf({ ...defaultPolicy, mode: "enforce" })).not.toBe(fingerprint);
	const routes = [{ match: { account: ["*"] }, channel: "#team" }];
	expect(await fingerprintOf({ ...defaultPolicy, slack: { ...defaultPolicy.slack, routes } })).not.toBe(fingerprint);
});

describe("changes with what can change a verdict", () => {
	test.each([
		["how a control judges", "controls/task-definition/read-only-root.ts", "readOnly === true", "readOnly !== false"],
		[
			"what a verdict says",
			"controls/task-definition/read-only-root.ts",
			"can write to its root",
			"may write to its root",
		],
		["the advice in a verdict", "controls/repository/scan-on-push.ts", /remediation:\s*"/g, 'remediation: "First: '],
		["how a mount is read", "domain/ecs-json/mounts.ts", "containerPath", "hostPath"],
		[
			"how an answer of ECR is read",
			"adapters/ecr/read-repository.ts",
			"RepositoryNotFoundException",
			"OtherException",
		],
		["how an answer of ECS is read", "adapters/ecs/read-task-definition.ts", "DELETE_IN_PROGRESS", "OTHER"],
		["how controls are applied", "core/judge.ts", "returned no verdict", "gave none"],
		["how waivers are applied", "core/waivers.ts", '"waived"', '"pass"'],
		["what is judged of an image", "pipeline/observe.ts", "facts === null", "facts !== null"],
	])("%s (%s)", async (_, path, from, to) => {
		expect(await afterEdit(path, from, to)).not.toBe(fingerprint);
	});
});

describe("stays with what no verdict depends on", () => {
	test.each([
		["a comment", "controls/task-definition/read-only-root.ts", "/** Init containers", "/** Other containers"],
		["why a control exists", "controls/task-definition/read-only-root.ts", /why: "/g, 'why: "In short: '],
		[
			"an example",
			"controls/task-definition/read-only-root.ts",
			"It is not set for a sidecar",
			"It is missing for a sidecar",
		],
		["the facts of examples", "domain/example-facts.ts", "payments", "orders"],
		["a title", "controls/task-definition/read-only-root.ts", /title: "Containers/g, 'title: "All containers'],
		["a reference", "controls/repository/scan-on-push.ts", "https://docs.aws.amazon.com", "https://example.com"],
		["a permission", "adapters/ecr/read-image.ts", /action: "ecr:\w+"/g, 'action: "ecr:Other"'],
		["a finding of Security Hub", "adapters/security-hub/to-asff.ts", "Shipshape", "Other"],
		["a message to Slack", "adapters/slack/to-message.ts", /return /g, "return null ?? "],
		["the ledger's adapter", "adapters/dynamodb/ledger.ts", /return /g, "return null ?? "],
		["the stack", "infra/pipeline-stack.ts", /return /g, "return null ?? "],
	])("%s (%s)", async (_, path, from, to) => {
		expect(await afterEdit(path, from, to)).toBe(fingerprint);
	});

	test("the long remediation text and the fix plans are not among its sources", async () => {
		const read: string[] = [];
		await fingerprintOf(defaultPolicy, (file) => {
			read.push(relative(root, file));
			return readFileSync(file, "utf8");
		});
		expect(read).toContain("controls/task-definition/read-only-root.ts");
		expect(read.filter((file) => /^(?:fix|readers|report|cli|infra|events|functions|demo)\/|\.md$/.test(file))).toEqual(
			[],
		);
	});
});
