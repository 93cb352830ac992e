import { describe, expect, test } from "@jest/globals";
import { toDigestMessage } from "../../../adapters/slack/to-digest-message.ts";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { arnOf } from "../../../core/subject.ts";
import type { Severity } from "../../../core/verdict.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { type Notification, notificationOf } from "../../../domain/notifications/notification.ts";
import { anEntry, laterBy, repositorySubject } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { textOf } from "../../support/slack-texts.ts";
import { aBlock, aControl, aRecordedVerdict } from "../../support/verdicts.ts";

const control = "repository/tag-immutability";
const controls = [aControl({ id: control, title: "ECR repositories should have tag immutability configured" })];

function notificationAbout(before: LedgerEntry | null, after: LedgerEntry): Notification {
	const notification = notificationOf(changesBetween(before, after), hearing());
	if (notification === null) throw new Error("it is reported");
	return notification;
}
const aRepository = (name: string, severity: Severity = "HIGH", account = "111122223333"): LedgerEntry => {
	const subject = { ...repositorySubject(name), account };
	const message = `${name}: every tag can be moved (MUTABLE)`;
	return anEntry({ subject, arn: arnOf(subject), controls: { [control]: aRecordedVerdict({ severity, message }) } });
};
const failing = (name: string, severity: Severity = "HIGH") => notificationAbout(null, aRepository(name, severity));
const fixed = (name: string) => {
	const before = aRepository(name);
	return notificationAbout(
		before,
		laterBy(1, before, { controls: { [control]: aRecordedVerdict({ status: "pass" }) } }),
	);
};
const blocked = (block: Partial<BlockRecord> = {}) =>
	notificationAbout(null, anEntry({ blocks: [aBlock(block)], about: { revision: "8", activeRevision: "7" } }));

const linesOf = (...notifications: readonly Notification[]): readonly string[] =>
	toDigestMessage(notifications, controls).blocks.flatMap((block) => textOf(block).split("\n"));
const link = (page: string, name: string) =>
	`<https://ap-northeast-1.console.aws.amazon.com/${page}?region=ap-northeast-1|${name}>`;
const repository = (name: string) => link(`ecr/repositories/private/111122223333/${name}`, `repository ${name}`);
const hub =
	"<https://ap-northeast-1.console.aws.amazon.com/securityhub/home?region=ap-northeast-1#/findings?search=" +
	"ProductName%3D%255Coperator%255C%253AEQUALS%255C%253AShipshape|Security Hub>";

describe("a digest", () => {
	test("counts what happened, and names each subject once, worst first", () => {
		const all = [fixed("a"), failing("b"), failing("c", "CRITICAL"), fixed("d"), blocked({ reason: "it is not safe" })];
		expect(linesOf(...all)).toEqual([
			"⛔ 5 subjects: 1 CRITICAL, 1 HIGH; 1 blocked; 2 fixed",
			`⛔ Revision 8 deregistered: ${link("ecs/v2/task-definitions/web/8/containers", "task definition web")} (revision 7 is active): it is not safe`,
			`🚨 CRITICAL: ${repository("c")} fails 1 check: c: every tag can be moved (MUTABLE)`,
			`🔴 HIGH: ${repository("b")} fails 1 check: b: every tag can be moved (MUTABLE)`,
			`✅ Fixed: ${repository("a")} (1 check): ECR repositories should have tag immutability configured`,
			`✅ Fixed: ${repository("d")} (1 check): ECR repositories should have tag immutability configured`,
			`account 111122223333, ap-northeast-1 | ${hub}`,
		]);
	});

	test("has a notification text that stands alone", () => {
		const all = ["a", "b", "c", "d"].map((name) => failing(name));
		expect(toDigestMessage(all, controls).text.split("\n")).toEqual([
			"🔴 4 subjects: 4 HIGH",
			...["a", "b", "c"].map(
				(name) => `🔴 HIGH: repository ${name} fails 1 check: ${name}: every tag can be moved (MUTABLE)`,
			),
			"and 1 more",
			"account 111122223333, ap-northeast-1",
		]);
	});

	test("of 500 subjects shows the worst, and says how many there are more, with a link to all findings", () => {
		const all = Array.from({ length: 500 }, (_, at) => failing(`repository-${at}`, at === 499 ? "CRITICAL" : "MEDIUM"));
		const lines = linesOf(...all);
		expect(lines[0]).toBe("🚨 500 subjects: 1 CRITICAL, 499 MEDIUM");
		expect(lines[1]).toContain("repository-499");
		const shown = lines.length - 3;
		expect(shown).toBeGreaterThan(25);
		expect(lines.at(-2)).toBe(`and ${500 - shown} more, see ${hub}`);
		expect(lines.at(-1)).toContain("account 111122223333, ap-northeast-1");
	});

	test.each<[Partial<BlockRecord>, string]>([
		[{ outcome: "failed" }, "could not be blocked"],
		[{ outcome: "would-have" }, "not blocked"],
		[{ outcome: "protected" }, "not blocked"],
		[{ action: "pause", outcome: "not-possible" }, "waiting for your decision"],
	])("never counts a deployment as blocked that was not: %o", (block, words) => {
		expect(linesOf(blocked(block))[0]).toMatch(new RegExp(` 1 subject: 1 ${words}$`));
	});

	test("names the account of each line if there are several", () => {
		const other = notificationAbout(null, aRepository("b", "HIGH", "444455556666"));
		const lines = linesOf(failing("a"), other);
		expect(lines[2]).toContain(" fails 1 check (account 444455556666, ap-northeast-1): ");
		expect(lines.at(-1)).toMatch(/^account 111122223333, ap-northeast-1, account 444455556666, ap-northeast-1 \| /);
	});

	test("counts a subject with two notifications once", () => {
		expect(linesOf(failing("a"), fixed("a"))[0]).toBe("🔴 1 subject: 1 HIGH; 1 fixed");
	});

	test("of nothing is an error", () => {
		expect(() => toDigestMessage([], controls)).toThrow(RangeError);
	});
});
