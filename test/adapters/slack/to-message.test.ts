import { describe, expect, test } from "@jest/globals";
import { type SlackMessage, toMessage } from "../../../adapters/slack/to-message.ts";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import {
	anEntry,
	capacityProviderSubject,
	clusterSubject,
	imageSubject,
	laterBy,
	repositorySubject,
	serviceSubject,
} from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { textOf } from "../../support/slack-texts.ts";
import { aBlock, aControl, aRecordedVerdict } from "../../support/verdicts.ts";

const controls = [
	aControl(),
	aControl({ id: "repository/tag-immutability", title: "ECR repositories should have tag immutability configured" }),
];

/** The message about a change, as one text a line; null when there is none. */
function linesOf(before: LedgerEntry | null, after: LedgerEntry, minimum: "LOW" | "HIGH" = "LOW"): string[] | null {
	const notification = notificationOf(changesBetween(before, after), hearing(minimum));
	if (notification === null) return null;
	return toMessage(notification, controls).blocks.map(textOf);
}

/** The message about a new entry. */
function messageOn(entry: LedgerEntry): SlackMessage | null {
	const notification = notificationOf(changesBetween(null, entry), hearing());
	return notification === null ? null : toMessage(notification, controls);
}

const family = anEntry({ about: { revision: "8", activeRevision: "8" } });
const link =
	"<https://ap-northeast-1.console.aws.amazon.com/securityhub/home?region=ap-northeast-1#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253Ashipshape%252Ftask-definition%252Fread-only-root%252Farn%253Aaws%253Aecs%253Aap-northeast-1%253A111122223333%253Atask-definition%252Fweb|task-definition/read-only-root>";
const smallPrint =
	"<https://ap-northeast-1.console.aws.amazon.com/ecs/v2/task-definitions/web/8/containers?region=ap-northeast-1|task definition web:8>" +
	" | account 111122223333, ap-northeast-1 | read from AWS at 2026-11-21 12:00:00 UTC";

test("a failure has severity, subject, title, message, fix and a link", () => {
	expect(linesOf(null, family)).toEqual([
		"🔴 HIGH: task definition web:8 fails 1 check",
		`*HIGH*  Containers have a read-only root filesystem\n${link}`,
		"the root filesystem is writable\nHow to fix: set readonlyRootFilesystem to true",
		smallPrint,
	]);
});

test("the notification text contains headline, verdicts and location", () => {
	expect(messageOn(family)?.text).toBe(
		"🔴 HIGH: task definition web:8 fails 1 check\n" +
			"HIGH task-definition/read-only-root: the root filesystem is writable\n" +
			"account 111122223333, ap-northeast-1",
	);
});

describe("the outcome of a block comes first", () => {
	const blocked = (block: Partial<BlockRecord>, about: LedgerEntry["about"] = {}) =>
		linesOf(null, anEntry({ blocks: [aBlock(block)], about: { revision: "8", activeRevision: "7", ...about } }));
	const because = "because of `task-definition/read-only-root`";

	test.each<[Partial<BlockRecord>, LedgerEntry["about"], string[]]>([
		[
			{ outcome: "done" },
			{},
			[
				"⛔ Revision 8 deregistered: task definition web (revision 7 is active)",
				`*Deploy blocked.* Revision 8 was blocked (deregistered) ${because}. Revision 7 is active.`,
			],
		],
		[
			{ outcome: "done" },
			{ activeRevision: "none" },
			[
				"⛔ Revision 8 deregistered: task definition web (no revision is active)",
				`*Deploy blocked.* Revision 8 was blocked (deregistered) ${because}. No revision is active.`,
			],
		],
		[
			{ outcome: "done" },
			{ activeRevision: "8" },
			[
				"⛔ Revision 8 deregistered: task definition web",
				`*Deploy blocked.* Revision 8 was blocked (deregistered) ${because}.`,
			],
		],
		[
			{ outcome: "would-have", reason: "the policy's mode is audit" },
			{},
			[
				"🟠 Deploy would have been blocked: task definition web, revision 8",
				`*Deploy would have been blocked.* Revision 8 would have been blocked (audit mode) ${because}.`,
			],
		],
		[
			{ outcome: "failed", reason: "it was denied" },
			{},
			[
				"🔴 Block failed: task definition web, revision 8",
				`*Block failed.* Revision 8 could not be blocked ${because}.`,
				"Reason: it was denied",
			],
		],
		[
			{ outcome: "gone" },
			{},
			[
				"⚪ Nothing to block: task definition web, revision 8",
				`*Nothing to block.* Revision 8 became inactive before it could be deregistered ${because}.`,
			],
		],
		[
			{ outcome: "protected", reason: "the policy protects this family" },
			{},
			[
				"🟠 Deploy not blocked (protected): task definition web, revision 8",
				`*Deploy not blocked (protected).* Revision 8 was not blocked ${because.replace("because of", "although it fails")}.`,
				"Reason: the policy protects this family",
			],
		],
	])("%o", (block, about, says) => {
		expect(blocked(block, about)?.slice(0, says.length)).toEqual(says);
	});

	test.each<[string, Partial<BlockRecord>, string]>([
		[
			"what was refused and why",
			{
				action: "gate",
				resource: "arn:aws:ecs:ap-northeast-1:111122223333:service-revision/shop/web/123",
				reason: "app: the root filesystem is writable",
			},
			"the deployment of revision 8 to service shop/web was refused by the gate because of task-definition/read-only-root: " +
				"app: the root filesystem is writable",
		],
		[
			"the controls, if there is no reason",
			{ because: ["a", "b", "c", "d"] },
			"revision 8 was blocked (deregistered) because of a, b, c and 1 more",
		],
		[
			"why it was not blocked",
			{ outcome: "overridden", reason: "break-glass by the policy" },
			"revision 8 was not blocked although it fails task-definition/read-only-root: break-glass by the policy",
		],
		[
			"a reason alone",
			{ outcome: "failed", because: [], reason: "ecs:Deregister was <denied>" },
			"revision 8 could not be blocked: ecs:Deregister was &lt;denied&gt;",
		],
	])("the notification text has %s", (_, block, line) => {
		expect(messageOn(anEntry({ blocks: [aBlock(block)] }))?.text.split("\n")[1]).toBe(line);
	});

	test("the notification text shortens a long reason", () => {
		const text = messageOn(anEntry({ blocks: [aBlock({ reason: "very ".repeat(200) })] }))?.text ?? "";
		expect(text.split("\n")[1]).toMatch(/read-only-root: (very )+.*…$/);
		expect(text.split("\n")[1]?.length).toBeLessThan(400);
	});

	test("F18: a revision that was deregistered is never called active", () => {
		const message = messageOn(anEntry({ blocks: [aBlock()], about: { revision: "8", activeRevision: "8" } }));
		expect(JSON.stringify(message)).not.toMatch(/is active/);
	});

	test("a failed block is never called a block", () => {
		const message = messageOn(anEntry({ blocks: [aBlock({ outcome: "failed", reason: "no" })] }));
		expect(JSON.stringify(message)).not.toMatch(/[Dd]eploy blocked|was blocked|was deregistered/);
	});

	test("a block is reported regardless of the minimum severity, with its reason even if unchanged", () => {
		const mild = anEntry({
			controls: { "task-definition/read-only-root": aRecordedVerdict({ severity: "LOW" }) },
			about: { revision: "7", activeRevision: "7" },
		});
		const after = laterBy(1, mild, { blocks: [aBlock()], about: { revision: "8", activeRevision: "7" } });
		expect(linesOf(mild, after, "HIGH")?.slice(0, 4)).toEqual([
			"⛔ Revision 8 deregistered: task definition web (revision 7 is active)",
			`*Deploy blocked.* Revision 8 was blocked (deregistered) ${because}. Revision 7 is active.`,
			`*LOW*  Containers have a read-only root filesystem\n${link}`,
			"the root filesystem is writable\nHow to fix: set readonlyRootFilesystem to true",
		]);
	});
});

describe("a closed failure is reported in one line", () => {
	const ended = (after: Partial<LedgerEntry>) => linesOf(family, laterBy(1, family, after))?.slice(0, 2);
	const verdict = (status: "pass" | "not-applicable") => ({
		controls: { "task-definition/read-only-root": aRecordedVerdict({ status }) },
	});

	test.each<[string, Partial<LedgerEntry>, string, string]>([
		["a fix", verdict("pass"), "✅ Fixed: task definition web:8 (1 check)", "Fixed"],
		[
			"what no longer applies",
			verdict("not-applicable"),
			"⚪ No longer applies to: task definition web:8",
			"No longer applies",
		],
		["a deleted subject", { controls: {}, state: "gone" }, "✅ Removed: task definition web:8", "Removed"],
		[
			"a control that was disabled",
			{ controls: {} },
			"⚪ No longer checked: task definition web:8",
			"No longer checked",
		],
	])("%s", (_, after, headline, label) => {
		expect(ended(after)).toEqual([headline, `*${label}*  Containers have a read-only root filesystem\n${link}`]);
	});
});

test("the name contains the tag of an image and the revision of a family", () => {
	const headline = (entry: Partial<LedgerEntry>) => linesOf(null, anEntry(entry))?.[0];
	expect(headline({ subject: repositorySubject() })).toBe("🔴 HIGH: repository payments fails 1 check");
	expect(headline({ subject: serviceSubject() })).toBe("🔴 HIGH: service shop/web fails 1 check");
	expect(headline({ subject: clusterSubject() })).toBe("🔴 HIGH: cluster shop fails 1 check");
	expect(headline({ subject: capacityProviderSubject() })).toBe("🔴 HIGH: capacity provider spot fails 1 check");
	expect(headline({ subject: imageSubject(), about: { tags: "1.4.2,latest" } })).toBe(
		"🔴 HIGH: image payments:1.4.2 fails 1 check",
	);
	expect(headline({ subject: imageSubject() })).toBe("🔴 HIGH: image payments@sha256:aaaaaaaaaaaa fails 1 check");
});
