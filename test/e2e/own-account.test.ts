import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { describeEmulated, python, root } from "../support/emulated.ts";
import { withoutLinks } from "../support/slack-texts.ts";

const patience = 240_000;

describeEmulated("npm run demo", () => {
	const into = mkdtempSync(join(tmpdir(), "shipshape-own-"));
	let run: { readonly status: number | null; readonly output: string };
	const read = (name: string) => JSON.parse(readFileSync(join(into, name), "utf8"));

	beforeAll(async () => {
		run = await ran(process.execPath, [join(root, "demo/main.ts"), "--into", into]);
	}, patience);
	afterAll(() => rmSync(into, { recursive: true, force: true }));

	test("deploys the stack, and everything comes out as its account expects", () => {
		expect(run).toMatchObject({ status: 0, output: expect.stringContaining("All results match") });
	});

	test("counts every event, verdict and dead letter", () => {
		const { events, routed, unrouted, verdicts, deadLetters, seconds } = read("outcome.json");
		expect({ events, routed, unrouted, deadLetters }).toEqual({ events: 24, routed: 23, unrouted: 1, deadLetters: 1 });
		const { expected } = parse(readFileSync(join(root, "demo/account/account.yaml"), "utf8"));
		expect(verdicts).toMatchObject({ fail: expected.failing.length, waived: 0 });
		expect(Object.keys(seconds)).toEqual(["start", "deploy", "events", "total"]);
	});

	test("every verdict and every dead letter is in a file", () => {
		const { summary, verdicts } = read("verdicts.json");
		expect(summary).toEqual(read("outcome.json").verdicts);
		const failing = verdicts.filter(({ status }: { status: string }) => status === "fail");
		expect(failing).toHaveLength(summary.fail);
		expect(failing).toContainEqual(
			expect.objectContaining({
				control: "repository/tag-immutability",
				subject: "arn:aws:ecr:ap-northeast-1:111122223333:repository/web",
				severity: "MEDIUM",
				message: expect.stringContaining("MUTABLE"),
			}),
		);
		expect(read("dead-letters.json")).toEqual([
			{
				queue: expect.stringMatching(/ImageScannedDeadLetter/),
				messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				reason: "detail.image-digest is not a digest",
				body: expect.stringContaining("sha256:not-a-digest"),
			},
		]);
	});

	test("every finding is one that Security Hub's own model allows", async () => {
		const { status, output } = await ran(python, [
			join(root, "scripts/validate_findings.py"),
			join(into, "findings.json"),
		]);
		expect({ status, output }).toMatchObject({ status: 0 });
		expect(read("findings.json").length).toBeGreaterThan(10);
	});

	test("a failing revision is stopped, and finding and Slack say so", () => {
		const stopped = read("blocked.json").filter(
			({ outcome, action }: { outcome: string; action: string }) => outcome === "done" && action === "deregister",
		);
		const because = stopped.map(({ resource, because }: { resource: string; because: string[] }) => [
			resource.split("/").at(-1),
			...because,
		]);
		expect(because.toSorted()).toEqual([
			["checkout:2", "task-definition/read-only-root"],
			["payments:1", "task-definition/image-vulnerabilities"],
			["reports:1", "task-definition/no-plaintext-secrets"],
		]);
		expect(findingAbout("task-definition/read-only-root", "task-definition/checkout")).toMatchObject({
			Compliance: { Status: "FAILED" },
			Description: expect.stringContaining("blocked"),
		});
		expect(withoutLinks(JSON.stringify(read("slack.json")))).toMatch(
			/Revision 2 deregistered: task definition checkout/,
		);
	});

	test("a service whose new revision the gate refuses keeps the revision before, and the run shows it", () => {
		expect(read("blocked.json")).toContainEqual({
			at: expect.any(String),
			action: "gate",
			resource: expect.stringContaining(":service-revision/shop/checkout/"),
			because: ["task-definition/read-only-root"],
			outcome: "done",
			reason: expect.stringContaining("can write to its root filesystem"),
		});
		// What becomes of the revision later may come in the same message, and is its headline then.
		const refused = [
			"Deploy refused: task definition checkout, revision 2, to service shop/checkout",
			"deployment of revision 2 to service shop/checkout was refused by the gate",
		];
		const heard = withoutLinks(JSON.stringify(read("slack.json")));
		expect(refused.filter((text) => heard.includes(text))).not.toEqual([]);
		expect(run.output).toMatch(/ROLLBACK_SUCCESSFUL +shop\/checkout: deployed checkout:2, runs checkout:1/);
	});

	test("a protected family is reported and not blocked", () => {
		expect(read("blocked.json")).toContainEqual(
			expect.objectContaining({ outcome: "protected", resource: expect.stringMatching(/vendor-agent:1$/) }),
		);
	});

	test("findings of what was fixed are closed", () => {
		for (const [control, subject] of [
			["repository/tag-immutability", "repository/payments"],
			["repository/lifecycle-policy", "repository/payments"],
			["task-definition/no-plaintext-secrets", "task-definition/reports"],
		] as const) {
			expect(findingAbout(control, subject)).toMatchObject({
				Compliance: { Status: "PASSED" },
				Workflow: { Status: "RESOLVED" },
			});
		}
	});

	test("a repository that is weakened without a push fails", () => {
		expect(findingAbout("repository/tag-immutability", "repository/web")).toMatchObject({
			Compliance: { Status: "FAILED" },
			Workflow: { Status: "NEW" },
		});
		expect(withoutLinks(JSON.stringify(read("slack.json")))).toMatch(/repository web fails 1 check/);
	});

	test("findings of a deleted image are archived, and its revision stays blocked", () => {
		const digest = "sha256:712e32ddd70eb032186456f7dab6cfe24872d091cb655a4efcbebf95d3a87059";
		expect(findingAbout("image/vulnerabilities", `repository/payments/${digest}`)).toMatchObject({
			RecordState: "ARCHIVED",
			Workflow: { Status: "RESOLVED" },
		});
		expect(findingAbout("task-definition/image-vulnerabilities", "task-definition/payments")).toMatchObject({
			Compliance: { Status: "FAILED" },
			RecordState: "ACTIVE",
		});
	});

	test("the report needs nothing else", () => {
		const report = readFileSync(join(into, "report.html"), "utf8");
		expect(report).toContain("111122223333");
		expect(report).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)=["']https?:/);
	});

	test("no webhook is written anywhere", () => {
		const files = [
			...["findings.json", "slack.json", "blocked.json", "outcome.json", "dead-letters.json", "verdicts.json"],
			...["report.html", "logs/ministack.log"],
		];
		const found = files.filter((file) => /\/services\/T[0-9A-F]{8}\//.test(readFileSync(join(into, file), "utf8")));
		expect(found).toEqual([]);
		expect(files.filter((file) => !existsSync(join(into, file)))).toEqual([]);
	});

	function findingAbout(control: string, subject: string) {
		return read("findings.json").find(
			({ Id, ProductFields }: { Id: string; ProductFields: Record<string, string> }) =>
				ProductFields["shipshape/control"] === control && Id.endsWith(subject),
		);
	}
});

function ran(file: string, args: string[]): Promise<{ status: number | null; output: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		for (const stream of [child.stdout, child.stderr]) {
			stream.on("data", (text) => {
				output += text;
			});
		}
		child.once("error", reject);
		child.once("close", (status) => resolve({ status, output }));
	});
}
