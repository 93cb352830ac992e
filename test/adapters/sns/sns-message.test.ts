import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { toDigestMessage } from "../../../adapters/slack/to-digest-message.ts";
import { toMessage } from "../../../adapters/slack/to-message.ts";
import { toSweepMessage } from "../../../adapters/slack/to-sweep-message.ts";
import { aboutNotifications, aboutReport } from "../../../adapters/sns/about.ts";
import { type SnsMessage, toSnsMessage } from "../../../adapters/sns/sns-message.ts";
import { controlDescriptions } from "../../../controls/descriptions.ts";
import { toSingleLine } from "../../../core/text.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { type Notification, notificationOf } from "../../../domain/notifications/notification.ts";
import { emptySummary } from "../../../pipeline/sweep-summary.ts";
import { anEntry, laterBy, repositorySubject } from "../../support/entries.ts";
import { anyNotification } from "../../support/hostile-notifications.ts";
import { hearing } from "../../support/notifications.ts";
import { eventIn, faultsOf } from "../../support/sns-message.ts";
import { aBlock, aControl, aRecordedVerdict } from "../../support/verdicts.ts";

const page = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html";
const fixCommand = "aws ecr put-image-tag-mutability --repository-name NAME --image-tag-mutability IMMUTABLE";
const control = aControl({ id: "repository/tag-immutability", title: "Tags stay", references: [page], fixCommand });
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };

const about = (before: Parameters<typeof changesBetween>[0], after: Parameters<typeof changesBetween>[1]) => {
	const notification = notificationOf(changesBetween(before, after), hearing());
	if (notification === null) throw new Error("it is reported");
	return notification;
};
const messageOf = (...all: readonly Notification[]): SnsMessage => {
	const [first, ...others] = all;
	if (first === undefined) throw new Error("there is none");
	const message = others.length === 0 ? toMessage(first, [control]) : toDigestMessage(all, [control]);
	return toSnsMessage(message, aboutNotifications(all));
};

const verdict = aRecordedVerdict({
	message: "every tag can be moved (MUTABLE)",
	remediation: "make the tags immutable",
});
const repository = anEntry({ subject: repositorySubject(), controls: { [control.id]: verdict } });
const failing = about(null, repository);
const hub =
	"https://ap-northeast-1.console.aws.amazon.com/securityhub/home?region=ap-northeast-1#/findings?search=" +
	"Id%3D%255Coperator%255C%253AEQUALS%255C%253Ashipshape%252Frepository%252Ftag-immutability%252F" +
	"arn%253Aaws%253Aecr%253Aap-northeast-1%253A111122223333%253Arepository%252Fpayments";
const console_ =
	"https://ap-northeast-1.console.aws.amazon.com/ecr/repositories/private/111122223333/payments?region=ap-northeast-1";
const command = `${fixCommand.replace("NAME", "payments")} --region ap-northeast-1`;

describe("the message about a failure", () => {
	test("is a mail that stands alone: cause, fix, command, account, Region and links", () => {
		const { subject, message } = messageOf(failing);
		expect(subject).toBe("Shipshape: HIGH: repository payments fails 1 check [111122223333 ap-northeast-1]");
		expect(message.email.split("\n")).toEqual([
			"🔴 HIGH: repository payments fails 1 check",
			"",
			"HIGH  Tags stay",
			`repository/tag-immutability (${hub}) · documentation (${page})`,
			"",
			"every tag can be moved (MUTABLE)",
			"How to fix: make the tags immutable",
			"",
			command,
			"",
			`repository payments (${console_}) · account 111122223333, ap-northeast-1 · read from AWS at 2026-11-21 12:00:00 UTC`,
			"",
		]);
		expect(message.sms).toBe(subject);
	});

	test("is a custom notification of Amazon Q Developer, in the thread of its subject", () => {
		const { content, metadata } = eventIn(messageOf(failing));
		expect(content).toEqual({
			textType: "client-markdown",
			title: "🔴 HIGH: repository payments fails 1 check",
			description: [
				"*HIGH*  Tags stay",
				`<${hub}|repository/tag-immutability> · <${page}|documentation>`,
				"`every tag can be moved (MUTABLE)`",
				"`How to fix: make the tags immutable`",
				`<${console_}|repository payments> · account 111122223333, ap-northeast-1 · read from AWS at 2026-11-21 12:00:00 UTC`,
			].join("\n"),
			nextSteps: [`\`${command}\``],
			keywords: ["HIGH", "111122223333", "ap-northeast-1"],
		});
		expect(metadata).toMatchObject({
			summary: "🔴 HIGH: repository payments fails 1 check",
			eventType: "ShipshapeChange",
			relatedResources: ["arn:aws:ecr:ap-northeast-1:111122223333:repository/payments"],
		});
		const fixed = laterBy(1, repository, { controls: { [control.id]: aRecordedVerdict({ status: "pass" }) } });
		const later = eventIn(messageOf(about(repository, fixed)));
		expect(later.metadata["threadId"]).toBe(metadata["threadId"]);
		const other = anEntry({ ...repository, subject: repositorySubject("web"), arn: `${repository.arn}-web` });
		expect(eventIn(messageOf(about(null, other))).metadata["threadId"]).not.toBe(metadata["threadId"]);
	});

	test("is data for queues and functions, and has attributes to select it by", () => {
		const { message, attributes } = messageOf(failing);
		expect(JSON.parse(message.default)).toEqual({
			...{ version: "1.0", source: "shipshape", kind: "change", severity: "HIGH" },
			...{ account: "111122223333", region: "ap-northeast-1" },
			headline: "🔴 HIGH: repository payments fails 1 check",
			text: message.email.trimEnd(),
			changes: [{ subject: repository.arn, control: control.id, change: "failing", severity: "HIGH" }],
			moreChanges: 0,
		});
		expect(attributes).toEqual({
			...{ kind: "change", severity: "HIGH" },
			...{ account: "111122223333", region: "ap-northeast-1" },
		});
	});
});

test("a digest has the worst severity, no thread, and its counts as headline", () => {
	const critical = anEntry({
		subject: repositorySubject("web"),
		controls: { [control.id]: aRecordedVerdict({ severity: "CRITICAL" }) },
	});
	const message = messageOf(failing, about(null, critical));
	expect(message.attributes).toMatchObject({ kind: "digest", severity: "CRITICAL" });
	expect(message.subject).toMatch(/^Shipshape: 2 subjects: 1 CRITICAL, 1 HIGH \[/);
	const { content, metadata } = eventIn(message);
	expect(metadata).not.toHaveProperty("threadId");
	expect(metadata["eventType"]).toBe("ShipshapeDigest");
	expect(content.description.split("\n")[0]).toContain("CRITICAL");
});

test.each([
	["with a verdict", { [control.id]: aRecordedVerdict({ severity: "LOW", status: "pass" }) }, "LOW"],
	["without one", {}, "HIGH"],
])("a block because of a control %s has a severity", (_, controls, severity) => {
	const entry = anEntry({ controls, blocks: [aBlock({ because: [control.id] })], about: { revision: "7" } });
	expect(messageOf(about(null, entry)).attributes.severity).toBe(severity);
});

test("a report has the severity of the worst open failure", () => {
	const of = (failures: object) => aboutReport("first-sweep", { ...emptySummary.severities, ...failures }, place);
	expect([of({ MEDIUM: 2, LOW: 1 }).severity, of({}).severity]).toEqual(["MEDIUM", "INFORMATIONAL"]);
	const message = toSnsMessage(toSweepMessage(emptySummary, true, [], place), of({}));
	expect(faultsOf(message)).toEqual([]);
	expect(message.subject).toBe(
		"Shipshape has checked what was there: 0 subjects, 0 failures [111122223333 ap-northeast-1]",
	);
});

describe("whatever the subjects and verdicts are called", () => {
	test("SNS takes the message, and outside text in it is text", () => {
		fc.assert(
			fc.property(anyNotification, (notification) => {
				const message = toSnsMessage(toMessage(notification, controlDescriptions), aboutNotifications([notification]));
				expect(faultsOf(message)).toEqual([]);
				const { entry, changes, headline } = notification;
				const [worst] = changes;
				const inMail = ["account 111122223333", entry.subject.region];
				if (headline.kind !== "block" && worst?.after && worst.kind !== "closed") {
					// The cause of the worst failure is there, at least its start.
					const [cause = ""] = /^[^\s…;`]{0,10}/u.exec(toSingleLine(worst.after.message)) ?? [];
					inMail.push(cause);
				}
				expect(inMail.filter((part) => !message.message.email.includes(part))).toEqual([]);
			}),
			{ numRuns: 200 },
		);
	});

	test("a digest of them as well", () => {
		fc.assert(
			fc.property(
				fc.array(anyNotification, { minLength: 2, maxLength: 8 }),
				fc.integer({ min: 1, max: 40 }),
				(some, times) => {
					const all = Array.from({ length: times }, () => some).flat();
					const message = toSnsMessage(toDigestMessage(all, controlDescriptions), aboutNotifications(all));
					expect(faultsOf(message)).toEqual([]);
					const { changes, moreChanges } = JSON.parse(message.message.default);
					expect(changes.length + moreChanges).toBe(all.flatMap((one) => one.changes).length);
				},
			),
			{ numRuns: 50 },
		);
	});
});

test("a subject that is too long is cut, its place never", () => {
	const name = "é".repeat(200);
	const { subject } = messageOf(about(null, anEntry({ ...repository, subject: repositorySubject(name) })));
	expect(subject).toHaveLength(99);
	expect(subject).toMatch(/^Shipshape: HIGH: repository \?+\.\.\. \[111122223333 ap-northeast-1\]$/);
});

test.each([
	["@channel look", "a mention", "`＠channel look`"],
	["see https://evil.example now", "a link", "`see https://evil.example now`"],
	["image web@sha256:0123", "a digest", "`image web@sha256:0123`"],
	["<!here> `x` *b*", "markup", "`&lt;!here&gt; 'x' *b*`"],
])("a cause %j, %s, is the text of a code span", (message, _, shown) => {
	const entry = { ...repository, controls: { [control.id]: aRecordedVerdict({ message, remediation: "" }) } };
	expect(eventIn(messageOf(about(null, entry))).content.description.split("\n")).toContain(shown);
});
