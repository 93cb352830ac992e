import { beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { TryLaterError } from "../../../core/errors.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { contentsOf, type Report } from "../../../pipeline/sinks/chat-messages.ts";
import { aWaitingBlock } from "../../support/answered.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { aBlock, aFamily, aRecordedVerdict } from "../../support/verdicts.ts";

let chat: RecordingChat;
beforeEach(() => {
	chat = new RecordingChat();
});

const [root, user] = ["task-definition/read-only-root", "task-definition/non-root-user"];
const passes = aRecordedVerdict({ status: "pass" });
const unread = aRecordedVerdict({ status: "unknown", lastFailure: { severity: "LOW", containers: [] } });

describe("a block after a failure of the same subject in a batch with many others", () => {
	const good = anEntry({ subject: aFamily("web"), controls: { [root]: passes, [user]: passes } });
	const failing = laterBy(1, good, { controls: { [root]: aRecordedVerdict(), [user]: passes } });
	const blocked = laterBy(2, failing, {
		controls: { [root]: unread, [user]: aRecordedVerdict() },
		blocks: [aBlock({ because: [user] })],
	});
	const others = ["a", "b", "c", "d", "e"].map((name, at) =>
		aStreamRecord(at + 3, null, anEntry({ subject: repositorySubject(name) })),
	);
	const batch = [aStreamRecord(1, good, failing), aStreamRecord(2, failing, blocked), ...others];
	const told = () => chat.posted.flatMap(([, about]) => about.filter((one) => one.startsWith("web")));

	test("is posted after it", async () => {
		expect(await chat.handle(...batch)).toEqual([]);
		expect(told()).toEqual(["web failing", "web block"]);
	});

	test("does not count as handled before it, so the failure is not lost if its message fails", async () => {
		chat.trouble = (_, message) => (message.includes("web failing") ? new TryLaterError("503") : undefined);
		expect(await chat.handle(...batch)).toContain(1);
		chat.trouble = () => undefined;
		expect(await chat.handle(...batch)).toEqual([]);
		expect(told()).toEqual(["web failing", "web block"]);
	});
});

describe("the messages about a batch", () => {
	const at = (subject: string, position: number, kind: "failure" | "block" | "waits"): Report => {
		const entry = laterBy(position, anEntry({ subject: aFamily(subject) }), {
			blocks: kind === "failure" ? [] : [kind === "block" ? aBlock() : aWaitingBlock()],
		});
		const notification = notificationOf(changesBetween(null, entry), hearing());
		if (notification === null) throw new Error("nothing to report");
		const change = { before: null, entry, publishedAt: null };
		const unit = { changes: [change] as const, last: entry, destination: {}, sent: 0 as const, isStored: false };
		return { unit: { ...unit, notification: () => notification }, notification };
	};
	const reports = fc
		.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("failure", "block", "waits")), {
			maxLength: 20,
		})
		.map((all) => all.map(([subject, kind], position) => at(subject, position, kind as "failure")));

	test("contain all reports once, those of a subject in their order, each deployment that waits by itself", () => {
		const property = fc.property(reports, (all) => {
			const contents = contentsOf(all);
			const posted = contents.flat();
			expect(new Set(posted)).toEqual(new Set(all));
			expect(posted).toHaveLength(all.length);
			for (const subject of ["a", "b", "c", "d"]) {
				const isOwn = ({ unit }: Report) => unit.last.arn.endsWith(`/${subject}`);
				const times = (some: readonly Report[]) => some.filter(isOwn).map(({ unit }) => unit.last.readAt);
				expect(times(posted)).toEqual(times(all));
			}
			for (const content of contents.filter(({ length }) => length > 1))
				expect(
					content.flatMap(({ notification }) => notification.blocks.flatMap(({ waitsIn }) => waitsIn ?? [])),
				).toEqual([]);
		});
		fc.assert(property);
	});
});
