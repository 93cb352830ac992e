import { describe, expect, test } from "@jest/globals";
import { type SlackMessage, toMessage } from "../../../adapters/slack/to-message.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { severities } from "../../../core/verdict.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { anEntry, imageSubject, repositorySubject } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { textOf } from "../../support/slack-texts.ts";
import { aBlock, aControl, aRecordedVerdict } from "../../support/verdicts.ts";

const reference = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html";
const controls = [
	aControl(),
	aControl({
		id: "repository/tag-immutability",
		title: "ECR repositories should have tag immutability configured",
		references: [reference],
		fixCommand: "aws ecr put-image-tag-mutability --repository-name NAME --image-tag-mutability IMMUTABLE",
	}),
];

function messageOn(entry: LedgerEntry): SlackMessage {
	const notification = notificationOf(changesBetween(null, entry), hearing("INFORMATIONAL"));
	if (notification === null) throw new Error("it is reported");
	return toMessage(notification, controls);
}

const linesOf = (entry: LedgerEntry): readonly string[] => messageOn(entry).blocks.map(textOf);

test("an image is shown with its tags first, and a short digest", () => {
	const image = anEntry({ subject: imageSubject(), about: { tags: "1.4.2,latest" } });
	const page = `ecr/repositories/private/111122223333/payments/_/image/sha256:${"a".repeat(64)}/details?region=ap-northeast-1`;
	expect(linesOf(image).at(-1)).toBe(
		`<https://ap-northeast-1.console.aws.amazon.com/${page}|image payments:1.4.2, latest> | digest \`sha256:aaaaaaaaaaaa\` | ` +
			"account 111122223333, ap-northeast-1 | read from AWS at 2026-11-21 12:00:00 UTC",
	);
});

test("each severity has a sign of its own", () => {
	const signs = severities.map((severity) => {
		const entry = anEntry({ controls: { "task-definition/read-only-root": aRecordedVerdict({ severity }) } });
		return messageOn(entry).text.split(" ")[0];
	});
	expect(signs).toEqual(["🚨", "🔴", "🟠", "🟡", "🔵"]);
});

describe("the command that fixes a failure", () => {
	const id = "repository/tag-immutability";
	const on = (name: string, verdict: Partial<RecordedVerdict> = {}) =>
		linesOf(anEntry({ subject: repositorySubject(name), controls: { [id]: aRecordedVerdict(verdict) } }));

	test("stands below the cause as code, and the control's page beside the finding", () => {
		const lines = on("payments");
		expect(lines[1]).toMatch(
			/^\*HIGH\* {2}ECR repositories should have tag immutability configured\n<https:[^|]+\|repository\/tag-immutability> · /,
		);
		expect(lines[1]).toContain(` · <${reference}|documentation>`);
		expect(lines[3]).toBe(
			"```aws ecr put-image-tag-mutability --repository-name payments --image-tag-mutability IMMUTABLE --region ap-northeast-1```",
		);
	});

	test.each([
		["for a verdict that is unknown", "payments", { status: "unknown" as const }],
		["that would end the code", "a`b", {}],
		["that is too long to be whole", "a".repeat(3_000), {}],
	])("is left out %s", (_, name, verdict) => {
		expect(on(name, verdict).join("\n")).not.toContain("put-image-tag-mutability");
	});

	test("is not in the advice as well, where it has no names, unless it cannot stand below", () => {
		const remediation =
			"Deploy by digest: aws ecr put-image-tag-mutability --repository-name NAME --image-tag-mutability IMMUTABLE.";
		expect(on("payments", { remediation })[2]).toMatch(/\nHow to fix: Deploy by digest\.$/);
		expect(on("a`b", { remediation })[2]).toContain("\nHow to fix: Deploy by digest: aws ecr put-image-tag-mutability");
	});

	test("is quoted for a shell and escaped for Slack", () => {
		expect(on("a & <b>")[3]).toContain(" --repository-name 'a &amp; &lt;b&gt;' --image");
	});
});

test("two revisions in one message are told apart", () => {
	const seven = aBlock({ revision: 7, reason: "denied", outcome: "failed" });
	const blocks = [seven, aBlock({ revision: 8, reason: "the policy enforces" })];
	const lines = linesOf(anEntry({ blocks, about: { revision: "8", activeRevision: "6" } }));
	expect(lines.slice(0, 5)).toEqual([
		"⛔ Revision 8 deregistered: task definition web (revision 6 is active)",
		"*Block failed.* Revision 7 could not be blocked because of `task-definition/read-only-root`.",
		"Reason: denied",
		"*Deploy blocked.* Revision 8 was blocked (deregistered) because of `task-definition/read-only-root`. Revision 6 is active.",
		"Reason: the policy enforces",
	]);
	expect(lines[5]).toMatch(/^\*HIGH, revision 8\* {2}Containers have/);
});

describe("a message that would be too long", () => {
	const many = (count: number, verdict: Partial<RecordedVerdict> = {}) =>
		Object.fromEntries(
			Array.from({ length: count }, (_, at) => {
				const severity = (["LOW", "CRITICAL", "MEDIUM"] as const)[at % 3] ?? "LOW";
				return [`control/${at}`, aRecordedVerdict({ severity, ...verdict })];
			}),
		);

	test("shows the most severe, and how many there are more, with a link to all findings on the subject", () => {
		const lines = linesOf(anEntry({ controls: many(60) }));
		expect(lines[0]).toBe("🚨 CRITICAL: task definition web fails 60 checks");
		expect(lines[1]).toContain("*CRITICAL*");
		const shown = lines.filter((line) => line.startsWith("*")).length;
		expect(shown).toBeGreaterThan(10);
		expect(lines.at(-2)).toMatch(
			new RegExp(`^and ${60 - shown} more checks, see <https:.*ResourceId.*\\|Security Hub>$`),
		);
		expect(lines.at(-1)).toContain("account 111122223333, ap-northeast-1");
	});

	test("shortens the mildest first, and names as many containers as fit", () => {
		const containers = Array.from({ length: 50 }, (_, at) => `container-${at}`);
		const message = containers.map((name) => `${name} can write to its root filesystem`).join("; ");
		const bodies = linesOf(anEntry({ controls: many(10, { message, containers }) })).filter((line) =>
			line.startsWith("container-0 "),
		);
		expect(bodies).toHaveLength(10);
		expect(bodies[0]?.length).toBeGreaterThan(1_000);
		expect(bodies[0]).toMatch(/; and \d+ more containers\nHow to fix: set readonlyRootFilesystem to true$/);
		expect(bodies[9]?.length).toBeLessThan(300);
		expect(bodies[9]).toMatch(/; and \d+ more containers/);
	});

	test("keeps the commands that answer a PAUSE hook whole", () => {
		const reason = `aws ecs continue-service-deployment ${"x".repeat(900)} END`;
		const entry = anEntry({
			controls: many(60),
			blocks: [aBlock({ action: "pause", outcome: "not-possible", reason })],
		});
		expect(linesOf(entry)[2]).toBe(`Reason: ${reason}`);
	});

	test("has a notification text of a few lines that ends with the location", () => {
		expect(messageOn(anEntry({ controls: many(60) })).text.split("\n")).toEqual([
			"🚨 CRITICAL: task definition web fails 60 checks",
			...[1, 10, 13].map((at) => `CRITICAL control/${at}: the root filesystem is writable`),
			"and 57 more, see Security Hub",
			"account 111122223333, ap-northeast-1",
		]);
	});
});
