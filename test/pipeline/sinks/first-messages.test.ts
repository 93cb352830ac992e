import { beforeEach, describe, expect, test } from "@jest/globals";
import { defaultDestinationOf } from "../../../core/destination.ts";
import { TryLaterError, WaitRequestedError } from "../../../core/errors.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import type { Severity } from "../../../core/verdict.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { orDefault } from "../../../domain/notifications/destination.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { withNotified } from "../../../domain/notifications/notified.ts";
import { deliverInThread } from "../../../pipeline/sinks/chat-threads.ts";
import { addToThreads, noteStaleThreads, updateFirstMessages } from "../../../pipeline/sinks/first-messages.ts";
import { anEntry, laterBy, repositorySubject } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { notificationBetween, ThreadedChannel } from "../../support/threaded-channel.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const [root, user] = ["task-definition/read-only-root", "task-definition/non-root-user"];
const failed = aRecordedVerdict();
const passes = aRecordedVerdict({ status: "pass", message: "", firstFailed: failed.since });
const waived = aRecordedVerdict({ status: "waived" });
const low = aRecordedVerdict({ severity: "LOW" });
const cannotRead = aRecordedVerdict({ status: "unknown", message: "AccessDenied" });

let channel: ThreadedChannel;
beforeEach(() => {
	channel = new ThreadedChannel();
});

/** What the policy and people say about a state. */
interface Circumstances {
	readonly suppressed?: readonly string[];
	readonly minimumSeverity?: Severity;
	/** The policy's channel; empty for the webhook. */
	readonly to?: string;
	/** It is part of a digest. */
	readonly isInDigest?: true;
}

/** A check records one state of a subject, and the function handles it, as its sink does. Returns the entry. */
async function handle(before: LedgerEntry | null, state: LedgerEntry, given: Circumstances = {}): Promise<LedgerEntry> {
	const { suppressed = [], minimumSeverity = "LOW", to = "#payments" } = given;
	const slack = { channel: to, minimumSeverity };
	const [entry, defaultDestination] = [withNotified(before, state, slack), defaultDestinationOf(slack)];
	Object.assign(channel.ports, { minimumSeverity, defaultDestination });
	channel.entries.set(entry.arn, entry);
	const sink = noteStaleThreads(async () => async () => ({ kind: "delivered", what: "" }), channel.ports);
	await sink([{ before, entry, publishedAt: null }]);
	const channels = await channel.threads.readThreads(entry.arn);
	const listener = { destination: orDefault(entry.destination, defaultDestination), defaultDestination, channels };
	const policy = { ...hearing(), minimumSeverity, to: listener };
	const news = notificationOf(changesBetween(before, entry), policy, new Set(suppressed));
	const own = listener.destination.channel ?? "";
	if (news !== null && given.isInDigest) await addToThreads([news], own, channel.ports);
	else if (news !== null) await deliverInThread(news, own, channel.ports);
	channel.shared.time += 20_000;
	await updateFirstMessages(channel.shared.time + 15_000, channel.ports);
	return entry;
}

type State = readonly [RecordedVerdict, Circumstances?, Partial<LedgerEntry>?];

async function history(...states: readonly State[]): Promise<readonly string[]> {
	channel = new ThreadedChannel();
	let before: LedgerEntry | null = null;
	for (const [minute, [verdict, given, more]] of states.entries())
		before = await handle(before, laterBy(minute, anEntry(), { controls: { [root]: verdict }, ...more }), given);
	return channel.lines;
}

describe("the first message of a thread shows the present, although nothing is reported, after", () => {
	test.each<[string, readonly State[], readonly string[]]>([
		["a waiver", [[failed], [waived]], ["now read-only-root waived"]],
		["a fix after a waiver, as it was when it ended", [[failed], [waived], [passes]], ["now read-only-root waived"]],
		[
			"a waiver that ends, which is a new message",
			[[failed], [waived], [failed], [passes]],
			["now read-only-root waived", "now read-only-root fixed", "  fixed"],
		],
		["a fix of what is suppressed by then", [[failed], [passes, { suppressed: [root] }]], ["now read-only-root fixed"]],
		["what could not be judged passes", [[cannotRead], [passes]], ["now read-only-root fixed"]],
		[
			"the minimum severity was raised",
			[[low], [{ ...low, message: "again" }, { minimumSeverity: "HIGH" }]],
			["now read-only-root milder"],
		],
	])("%s", async (_, states, shown) => {
		expect(await history(...states)).toEqual(shown);
		expect(await channel.stale.list(10)).toEqual([]);
	});
});

test("a first message that shows the present is not changed, and neither are those of what never failed", async () => {
	await history([failed], [failed]);
	expect(channel.updates).toBe(0);
	channel.failing = { read: new TryLaterError("away") };
	const good = anEntry({ controls: { [root]: aRecordedVerdict({ status: "pass", firstFailed: null }) } });
	await handle(good, laterBy(1, good));
	expect(await channel.stale.list(10)).toEqual([]);
});

describe("a subject whose notifications go elsewhere", () => {
	const web = { to: "#web" };

	test("is no longer followed in the former channel, which says where it is until all of it has ended", async () => {
		expect(await history([failed], [failed, web], [{ ...failed, message: "again" }, web])).toEqual(["moved to #web"]);
		expect(await history([failed], [failed, web], [{ ...failed, message: "again" }, web], [passes, web])).toEqual([
			"now read-only-root fixed",
		]);
		expect(await channel.stale.list(10)).toEqual([]);
	});

	test("and which gets worse is told in the new channel, and so is its end", async () => {
		const critical = aRecordedVerdict({ severity: "CRITICAL" });
		const shown = await history([failed], [failed, web], [critical, web], [passes, web]);
		expect(shown).toEqual(["now read-only-root fixed", "now read-only-root fixed", "  fixed"]);
	});

	test.each<[string, Circumstances, Partial<LedgerEntry>]>([
		["to a webhook, by a route,", {}, { destination: { webhook: "web" } }],
		["to the webhook, because the policy has no channel any more,", { to: "" }, {}],
	])("%s turns green in the former channel", async (_, given, more) => {
		expect(await history([failed], [failed, given, more])).toEqual(["moved to undefined"]);
		const shown = await history([failed], [failed, given, more], [passes, given, more]);
		expect(shown).toEqual(["now read-only-root fixed"]);
		expect(await channel.stale.list(10)).toEqual([]);
	});

	test("and then back is followed in its thread again, also when all has ended", async () => {
		expect(await history([failed], [failed, web], [failed])).toEqual(["now read-only-root open"]);
		const shown = await history([failed], [failed, web], [failed], [passes]);
		expect(shown).toEqual(["now read-only-root fixed", "  fixed"]);
	});

	test.each<[string, Circumstances, Partial<LedgerEntry>]>([
		["the policy", { to: "C1" }, {}],
		["a route", {}, { destination: { channel: "C1" } }],
	])("that is the same channel, which %s names by its id now, keeps its thread", async (_, given, more) => {
		const shown = await history([failed], [failed, given, more], [passes, given, more]);
		expect(shown).toEqual(["now read-only-root fixed", "  fixed"]);
	});
});

describe("after a digest", () => {
	test("first messages show what it reported, also in addition", async () => {
		const [before, after, fixed] = [
			anEntry({ controls: { [root]: failed } }),
			laterBy(1, anEntry(), { controls: { [root]: failed, [user]: failed } }),
			laterBy(2, anEntry(), { controls: { [root]: passes, [user]: failed } }),
		];
		await handle(null, before);
		await handle(before, after, { isInDigest: true });
		expect(channel.lines).toEqual(["now read-only-root open, non-root-user open"]);
		await handle(after, fixed, { isInDigest: true });
		expect(channel.lines).toEqual(["now non-root-user open, read-only-root fixed"]);
	});

	/** Subjects with a thread each, all fixed in one batch. */
	async function manyFixed(count: number): Promise<void> {
		const changes = Array.from({ length: count }, (_, at) => {
			const before = anEntry({ subject: repositorySubject(`r${at}`), controls: { [root]: failed } });
			return { before, entry: laterBy(1, before, { controls: { [root]: passes } }), publishedAt: null };
		});
		for (const { before } of changes)
			await deliverInThread(notificationBetween(null, before), "#payments", channel.ports);
		const sink = noteStaleThreads(async () => async () => ({ kind: "delivered", what: "" }), channel.ports);
		await sink(changes);
		for (const { entry } of changes) channel.entries.set(entry.arn, entry);
	}

	/** Another invocation, 20 s later. */
	const again = () => {
		channel.shared.time += 20_000;
		return updateFirstMessages(channel.shared.time + 15_000, channel.ports);
	};

	test("about 100 subjects all their first messages are changed, at the pace of a workspace, by runs that follow", async () => {
		await manyFixed(100);
		channel.updateMs = 300;
		const began = channel.shared.time;
		let runs = 0;
		for (; runs <= channel.wakes; runs++) await again();
		expect(new Set(channel.lines)).toEqual(new Set(["now read-only-root fixed"]));
		expect(channel.updates).toBe(100);
		expect([runs, channel.wakes]).toEqual([8, 7]);
		expect(channel.shared.time - began).toBeGreaterThan(99 * 1_200);
	});

	test.each([new TryLaterError("away"), new WaitRequestedError("wait", 90_000)])(
		"Slack that is away (%s) is not asked again and again, but when the function runs next",
		async (error) => {
			await manyFixed(3);
			channel.failing = { update: error };
			await again();
			expect([channel.updates, channel.wakes]).toEqual([1, 0]);
			channel.failing = {};
			channel.shared.time += 90_000;
			await again();
			expect(new Set(channel.lines)).toEqual(new Set(["now read-only-root fixed"]));
		},
	);

	test("a first message that Slack rejects does not keep back the others", async () => {
		await manyFixed(3);
		channel.failing = { update: new Error("invalid_blocks") };
		await again();
		expect([channel.updates, await channel.stale.list(10)]).toEqual([3, []]);
		expect(channel.shared.log).toContain("failed: first messages were not brought up to date: invalid_blocks");
	});
});

test("what cannot be noted keeps back nothing", async () => {
	channel.failing = { read: new TryLaterError("away") };
	Object.assign(channel.stale, { hold: () => Promise.reject(new TryLaterError("away")) });
	const before = anEntry({ controls: { [root]: failed }, blocks: [aBlock({ because: [root], revision: 9 })] });
	const sink = noteStaleThreads(async () => async () => ({ kind: "delivered", what: "posted" }), channel.ports);
	const change = { before, entry: laterBy(1, before), publishedAt: null };
	expect(await (await sink([change]))(change)).toEqual({ kind: "delivered", what: "posted" });
	expect(channel.shared.log).toEqual([expect.stringMatching(/^failed: first messages are not brought up to date/)]);
});

test.each<[string, Error]>([
	["because Slack was away", new TryLaterError("away")],
	["because Slack rejected it", new Error("invalid_blocks")],
])(
	"a former first message in the same channel, whose end was not shown %s, is followed until it is",
	async (_, error) => {
		const states = [failed, waived, failed, passes].map((verdict, minute) =>
			laterBy(minute, anEntry(), { controls: { [root]: verdict } }),
		);
		const [before, ended, after, fixed] = states as [LedgerEntry, LedgerEntry, LedgerEntry, LedgerEntry];
		await deliverInThread(notificationBetween(null, before), "#payments", channel.ports);
		channel.failing = { update: error };
		await deliverInThread(notificationBetween(ended, after), "#payments", channel.ports);
		channel.failing = {};
		await handle(after, fixed);
		expect(channel.lines).toEqual(["now read-only-root fixed", "now read-only-root fixed", "  fixed"]);
	},
);

test("a first message about what is unknown is followed, also when another failure got a message of its own", async () => {
	const states = [{ [root]: cannotRead }, { [root]: cannotRead, [user]: failed }, { [root]: passes, [user]: failed }];
	const [unknown, after, known] = states.map((controls, minute) => laterBy(minute, anEntry(), { controls })) as [
		...[LedgerEntry, LedgerEntry, LedgerEntry],
	];
	await handle(null, unknown);
	await handle(unknown, after);
	expect(channel.lines).toEqual(["unknown", "failing"]);
	await handle(after, known);
	expect(channel.lines).toEqual(["now read-only-root fixed", "failing"]);
});
