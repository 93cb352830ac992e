import { beforeEach, describe, expect, test } from "@jest/globals";
import type { BlockRecord } from "../../../core/block-record.ts";
import { changesBetween } from "../../../core/changes.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { type Notification, notificationOf } from "../../../domain/notifications/notification.ts";
import type { PresentState } from "../../../domain/notifications/present-state.ts";
import type { Thread } from "../../../domain/notifications/thread.ts";
import { deliverInThread, type ThreadPorts, updateFirstMessages } from "../../../pipeline/sinks/chat-threads.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const root = "task-definition/read-only-root";
const user = "task-definition/non-root-user";
const passes = aRecordedVerdict({ status: "pass", message: "" });

/** The states of one subject, a minute apart. */
const stateAt = (minute: number, controls: Record<string, RecordedVerdict>, blocks: readonly BlockRecord[] = []) =>
	laterBy(minute, anEntry(), { controls, blocks });
const between = (before: LedgerEntry | null, after: LedgerEntry): Notification => {
	const notification = notificationOf(changesBetween(before, after), "LOW");
	if (notification === null) throw new Error("nothing to report");
	return notification;
};

interface Shown {
	text: string;
	readonly thread: string | null;
	readonly isBroadcast: boolean;
}

/** What people see in the channel, by time stamp. */
let shown: Map<string, Shown>;
let thread: Thread | null;
let failing: Partial<Record<"post" | "reply" | "update" | "write" | "read", "gone" | "kept" | Error>>;
let ports: ThreadPorts<string>;

const nameOf = ({ checks }: PresentState): string =>
	`now ${checks.map(({ control, state }) => `${control.replace("task-definition/", "")} ${state}`).join(", ")}`;
const troubleOf = (what: keyof typeof failing) => {
	const trouble = failing[what];
	if (trouble instanceof Error) throw trouble;
	return trouble;
};

beforeEach(() => {
	[shown, thread, failing] = [new Map(), null, {}];
	const add = (message: Shown) => {
		const ts = `${shown.size + 1}.0`;
		shown.set(ts, message);
		return { channelId: "C1", ts };
	};
	ports = {
		minimumSeverity: "LOW",
		toMessage: ({ headline }) => headline.kind,
		toPresentMessage: nameOf,
		readThread: async () => (troubleOf("read"), thread),
		writeThread: async (_arn, _channel, next) => {
			troubleOf("write");
			if (thread === null || thread.readAt <= next.readAt) thread = next;
		},
		post: async (_channel, text) => {
			troubleOf("post");
			return add({ text, thread: null, isBroadcast: false });
		},
		reply: async ({ threadTs, isBroadcast }, text) => {
			const trouble = troubleOf("reply");
			if (trouble === "gone") return "gone";
			const isInThread = shown.has(threadTs);
			return { ...add({ text, thread: isInThread ? threadTs : null, isBroadcast }), isInThread };
		},
		update: async ({ ts }, text) => {
			const trouble = troubleOf("update");
			if (trouble === "gone" || trouble === "kept") return trouble;
			const message = shown.get(ts);
			if (message === undefined) return "gone";
			message.text = text;
			return "updated";
		},
	};
});

const deliver = (before: LedgerEntry | null, after: LedgerEntry) =>
	deliverInThread(between(before, after), "#payments", ports);
/** The messages as `text`, replies indented, those that the channel shows as well marked with a plus. */
const channel = (): readonly string[] =>
	[...shown.values()].map(
		({ text, thread: of, isBroadcast }) => `${of === null ? "" : isBroadcast ? "+ " : "  "}${text}`,
	);

const failed = aRecordedVerdict();
const critical = aRecordedVerdict({ severity: "CRITICAL" });
const [opened, worse, fixed, again] = [
	stateAt(0, { [root]: failed, [user]: passes }),
	stateAt(1, { [root]: critical, [user]: passes }),
	stateAt(2, { [root]: passes, [user]: passes }),
	stateAt(3, { [root]: failed, [user]: passes }),
];

describe("a subject in a channel", () => {
	test("is one message, which is kept up to date, with a thread of what happened", async () => {
		expect(await deliver(null, opened)).toBe("posted");
		expect(await deliver(opened, worse)).toBe("posted in its thread");
		expect(channel()).toEqual(["now read-only-root open", "+ worse"]);
		expect(await deliver(worse, fixed)).toBe("posted in its thread");
		expect(channel()).toEqual(["now read-only-root fixed", "+ worse", "  fixed"]);
	});

	test("gets a new message when something opens after all was resolved; the old one stays as it was", async () => {
		await deliver(null, opened);
		await deliver(opened, fixed);
		expect(await deliver(fixed, again)).toBe("posted");
		expect(channel()).toEqual(["now read-only-root fixed", "  fixed", "failing"]);
		await deliver(again, stateAt(4, { [root]: passes }));
		expect(channel()).toEqual(["now read-only-root fixed", "  fixed", "now read-only-root fixed", "  fixed"]);
	});

	test("gets a new message when one failure ends and another begins at once; the old one then shows the end", async () => {
		await deliver(null, opened);
		await deliver(opened, stateAt(1, { [root]: passes, [user]: failed }));
		expect(channel()).toEqual(["now read-only-root fixed", "failing"]);
		expect(thread?.reported).toEqual(expect.arrayContaining([user]));
	});

	test("stays in its thread while one of two failures is open", async () => {
		const both = stateAt(1, { [root]: failed, [user]: failed });
		await deliver(null, opened);
		await deliver(opened, both);
		await deliver(both, stateAt(2, { [root]: passes, [user]: failed }));
		expect(channel()).toEqual(["now non-root-user open, read-only-root fixed", "  failing", "  fixed"]);
	});

	test("shows a blocked deployment in the channel as well, but not one that would have been blocked", async () => {
		await deliver(null, opened);
		const block = aBlock({ because: [root], revision: 9 });
		const audited = stateAt(1, opened.controls, [{ ...block, outcome: "would-have" }]);
		await deliver(opened, audited);
		await deliver(audited, stateAt(2, opened.controls, [block]));
		expect(channel()).toEqual(["now read-only-root open", "  block", "+ block"]);
	});

	test("is not resolved by a verdict that becomes unknown", async () => {
		await deliver(null, opened);
		const unknown = stateAt(1, { [root]: aRecordedVerdict({ status: "unknown", lastFailure: failed }) });
		await deliver(opened, unknown);
		expect(channel()).toEqual(["now read-only-root unknown", "  unknown"]);
		expect(thread?.isResolved).toBe(false);
	});

	test("whose end alone is reported gets a message of it", async () => {
		await deliver(opened, fixed);
		expect(channel()).toEqual(["fixed"]);
		expect(thread?.isResolved).toBe(true);
	});
});

describe("a first message", () => {
	test("that a person deleted is posted anew, and the next changes are replies to that", async () => {
		await deliver(null, opened);
		shown.delete("1.0");
		shown.set("0.5", { text: "hello", thread: null, isBroadcast: false });
		expect(await deliver(opened, worse)).toBe("posted");
		await deliver(worse, fixed);
		expect(channel()).toEqual(["hello", "now read-only-root fixed", "  fixed"]);
	});

	test("that takes no reply is posted anew", async () => {
		await deliver(null, opened);
		failing = { reply: "gone" };
		expect(await deliver(opened, worse)).toBe("posted");
		expect(thread?.ts).toBe("2.0");
	});

	test("that cannot be changed gets its reply all the same", async () => {
		await deliver(null, opened);
		failing = { update: "kept" };
		await deliver(opened, worse);
		expect(channel()).toEqual(["failing", "+ worse"]);
	});

	test("that was deleted just before the reply is replaced by the reply", async () => {
		await deliver(null, opened);
		failing = { update: "kept" };
		shown.delete("1.0");
		shown.set("0.5", { text: "hello", thread: null, isBroadcast: false });
		expect(await deliver(opened, worse)).toBe("posted");
		expect(thread).toMatchObject({ ts: "2.0", readAt: worse.readAt, reported: [root] });
	});
});

describe("a message is not repeated", () => {
	test("when the function ended after it was recorded", async () => {
		await deliver(null, opened);
		expect(await deliver(null, opened)).toBe("posted before");
		await deliver(opened, worse);
		expect(await deliver(opened, worse)).toBe("posted before");
		expect(channel()).toEqual(["now read-only-root open", "+ worse"]);
	});

	test("more than once when the function ended between the message and its record", async () => {
		failing = { write: new Error("killed") };
		await deliver(null, opened);
		failing = {};
		for (let again = 0; again < 3; again++) await deliver(null, opened);
		expect(channel()).toEqual(["failing", "failing"]);
	});

	test("because its thread could not be recorded", async () => {
		failing = { write: new TryLaterError("the table is away") };
		expect(await deliver(null, opened)).toBe("posted; its thread could not be recorded: the table is away");
	});

	test("by an older invocation that goes on beside a newer one", async () => {
		await deliver(null, worse);
		expect(await deliver(null, opened)).toBe("posted before");
		expect(channel()).toEqual(["failing"]);
	});
});

test.each(["read", "update", "reply"] as const)("posts nothing if the step before fails: %s", async (step) => {
	await deliver(null, opened);
	failing = { [step]: new TryLaterError("away") };
	await expect(deliver(opened, worse)).rejects.toThrow("away");
	expect(shown.size).toBe(1);
	expect(thread?.readAt).toBe(opened.readAt);
});

describe("after a digest", () => {
	const digest = (isTimeLeft = () => true) =>
		updateFirstMessages([between(opened, worse), between(worse, fixed)], "#payments", ports, isTimeLeft);

	test("first messages show the last state, without a reply", async () => {
		await deliver(null, opened);
		expect(await digest()).toBe(2);
		expect(channel()).toEqual(["now read-only-root fixed"]);
		expect(thread).toMatchObject({ readAt: fixed.readAt, isResolved: true });
	});

	test.each<[string, () => Promise<number>]>([
		["there is none", () => digest()],
		["there is no time", async () => (await deliver(null, opened), digest(() => false))],
		[
			"Slack does not accept it",
			async () => {
				await deliver(null, opened);
				failing = { update: new TryLaterError("away") };
				return digest();
			},
		],
	])("nothing is changed if %s", async (_, run) => {
		expect(await run()).toBe(0);
		expect(thread?.readAt ?? opened.readAt).toBe(opened.readAt);
	});
});
