import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { reportIn } from "../../../adapters/dynamodb/stream-record.ts";
import { postMessage } from "../../../adapters/slack/post-message.ts";
import { toDigestMessage } from "../../../adapters/slack/to-digest-message.ts";
import { toMessage } from "../../../adapters/slack/to-message.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { notifyChat } from "../../../pipeline/sinks/notify-chat.ts";
import { anEntry, aStreamRecord, aWakeRecord, repositorySubject } from "../../support/entries.ts";
import { HeldInMemory } from "../../support/held-changes.ts";
import { SlackInMemory } from "../../support/slack.ts";
import { chatPortsOf, StreamPorts } from "../../support/stream-ports.ts";
import { aBlock, aFamily, aRecordedVerdict } from "../../support/verdicts.ts";

const day = "2026-11-21";
const evening = `${day}T21:00:00.000Z`;
const morning = "2026-11-22T07:05:00.000Z";
const nightAt = (minute: number): string => `${day}T23:${String(minute).padStart(2, "0")}:00.000Z`;

let slack: SlackInMemory;
let ports: StreamPorts;
let held: HeldInMemory;
let sequence = 0;
beforeEach(() => {
	slack = new SlackInMemory();
	ports = new StreamPorts("slack");
	held = new HeldInMemory(ports.ledger.entries);
});

const handle = async (at: string, ...Records: DynamoDBRecord[]) => {
	ports.time = Date.parse(at);
	const reader = notifyChat({
		...ports,
		...{ ledger: ports.ledger, readChange: ports.readChange, telemetry: ports.telemetry, now: ports.now },
		...chatPortsOf(ports),
		toMessage: (notification) => toMessage(notification, []),
		post: (message: Parameters<typeof postMessage>[0]) => postMessage(message, slack.ports),
		toDigestMessage: (notifications) => toDigestMessage(notifications, []),
		readReport: reportIn,
		toReportMessage: () => toMessage({ entry: anEntry(), headline: { kind: "gone" }, changes: [], blocks: [] }, []),
		held,
		firstMessages: {
			readThreads: async () => [],
			writeShown: async () => {},
			update: async () => "kept" as const,
			toPresentMessage: () => ({ text: "", blocks: [] }),
			toMovedMessage: () => ({ text: "", blocks: [] }),
			stale: new HeldInMemory(),
			wake: async () => {},
		},
		hours: { timeZone: "UTC", quietHours: { from: "22:00", to: "07:00" } },
	});
	return (await reader({ Records })).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
};

/** A state of a repository; `fails`: severities by control. */
const repository = (name: string, readAt: string, fails: Readonly<Record<string, RecordedVerdict["severity"]>>) => {
	const verdict = (control: string) =>
		aRecordedVerdict(control in fails ? { severity: fails[control] ?? "LOW" } : { status: "pass" });
	const controls = Object.fromEntries(["a", "b"].map((control) => [control, verdict(control)]));
	return anEntry({ subject: repositorySubject(name), readAt, controls });
};

/** Writes a state to the ledger; returns its record in the stream. */
const write = (before: LedgerEntry | null, after: LedgerEntry): DynamoDBRecord => {
	ports.ledger.entries.set(after.arn, after);
	return aStreamRecord(++sequence, before, after, Date.parse(after.readAt));
};
const wake = (at = morning) => aWakeRecord(++sequence, Date.parse(at));

describe("in the quiet hours", () => {
	const before = repository("web", evening, {});
	const high = repository("web", nightAt(1), { a: "HIGH" });

	test("a failure is held, and is one message when they are over", async () => {
		expect(await handle(nightAt(2), write(before, high))).toEqual([]);
		expect(slack.posted).toEqual([]);
		expect(ports.log).toContain("delivered: held until the quiet hours end");
		expect(await handle(morning, wake())).toEqual([]);
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 1 check"]);
		expect(await handle(morning, wake())).toEqual([]);
		expect(slack.posted).toHaveLength(1);
	});

	test("a failure that is fixed before they end is no message", async () => {
		await handle(nightAt(2), write(before, high));
		await handle(nightAt(5), write(high, repository("web", nightAt(4), {})));
		await handle(morning, wake());
		expect(slack.posted).toEqual([]);
		expect(await held.list(10)).toEqual([]);
	});

	test("a CRITICAL failure is sent at once, with what was held of its subject, and nothing follows in the morning", async () => {
		await handle(nightAt(2), write(before, high));
		const critical = repository("web", nightAt(3), { a: "HIGH", b: "CRITICAL" });
		expect(await handle(nightAt(4), write(high, critical))).toEqual([]);
		expect(slack.headlines).toEqual(["🚨 CRITICAL: repository web fails 2 checks"]);
		await handle(morning, wake());
		expect(slack.posted).toHaveLength(1);
	});

	test("a block is sent at once", async () => {
		const family = anEntry({ subject: aFamily(), readAt: evening });
		const blocked = { ...family, readAt: nightAt(1), blocks: [aBlock()] };
		await handle(nightAt(2), write(family, blocked));
		expect(slack.posted).toHaveLength(1);
		expect(await held.list(10)).toEqual([]);
	});

	test("what the first sweep finds is neither sent nor held", async () => {
		await handle(nightAt(2), write(null, { ...high, quiet: true }));
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});

	test("a change that cannot be held is delivered again", async () => {
		held.hold = async () => {
			throw new TryLaterError("dynamodb:UpdateItem did not respond");
		};
		const record = write(before, high);
		expect(await handle(nightAt(2), record)).toEqual([sequence]);
		expect(ports.publishedOf(high.arn)).toBeUndefined();
	});

	test("nothing is sent by a request that arrives when they have begun again", async () => {
		await handle(nightAt(2), write(before, high));
		expect(await handle("2026-11-22T22:00:00.000Z", wake())).toEqual([]);
		expect(slack.posted).toEqual([]);
		expect(await held.list(10)).toHaveLength(1);
	});
});

describe("after the quiet hours", () => {
	const before = repository("web", evening, {});
	const high = repository("web", nightAt(1), { a: "HIGH" });
	const later = repository("web", "2026-11-22T07:01:00.000Z", { a: "HIGH", b: "LOW" });

	test("a change of a subject begins at what was held of it", async () => {
		await handle(nightAt(2), write(before, high));
		await handle("2026-11-22T07:02:00.000Z", write(high, later));
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 2 checks"]);
		await handle(morning, wake());
		expect(slack.posted).toHaveLength(1);
	});

	test("a state that was sent with what was held is not sent again when the stream delivers it", async () => {
		await handle(nightAt(2), write(before, high));
		const record = write(high, later);
		await handle(morning, wake());
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 2 checks"]);
		await handle(morning, record);
		expect(slack.posted).toHaveLength(1);
	});

	test("many subjects are sent together, each once", async () => {
		const names = ["a", "b", "c", "d"];
		const records = names.map((name) => {
			const after = repository(name, nightAt(1), { a: "HIGH" });
			return write(repository(name, evening, {}), after);
		});
		await handle(nightAt(2), ...records);
		await handle(morning, wake());
		for (const name of names) expect(JSON.stringify(slack.posted)).toContain(`repository ${name}`);
		expect(await held.list(10)).toEqual([]);
	});

	test("what Slack does not accept now is still held, and is sent with the next delivery", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = () => new Response("", { status: 503 });
		const record = wake();
		expect(await handle(morning, record)).toEqual([sequence]);
		slack.trouble = () => undefined;
		expect(await handle(morning, record)).toEqual([]);
		expect(slack.headlines.at(-1)).toBe("🔴 HIGH: repository web fails 1 check");
		expect(await held.list(10)).toEqual([]);
	});

	test("what Slack rejects is a dead letter once, and so is what it has not accepted for six hours", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = () => new Response("", { status: 503 });
		const record = wake();
		expect(await handle(morning, record)).toEqual([sequence]);
		expect(await handle("2026-11-22T13:05:00.000Z", record)).toEqual([]);
		expect(ports.undelivered).toMatchObject([{ sink: "slack", subject: high.arn }]);
		expect(await held.list(10)).toEqual([]);
		await handle("2026-11-22T13:10:00.000Z", wake("2026-11-22T13:10:00.000Z"));
		expect(ports.undelivered).toHaveLength(1);
	});

	const failing = async () => {
		throw new TryLaterError("dynamodb did not respond");
	};

	test("a function that is stopped between a message and its record repeats that message once", async () => {
		await handle(nightAt(2), write(before, high));
		const { beginAt } = held;
		held.beginAt = failing;
		const record = wake();
		expect(await handle(morning, record)).toEqual([sequence]);
		held.beginAt = beginAt;
		expect(await handle(morning, record)).toEqual([]);
		await handle(morning, wake());
		expect(slack.posted).toHaveLength(2);
	});

	test("what could not be released after its message is not sent again, and the end of a failure is told", async () => {
		await handle(nightAt(2), write(before, high));
		held.release = failing;
		const critical = repository("web", nightAt(3), { a: "HIGH", b: "CRITICAL" });
		await handle(nightAt(4), write(high, critical));
		await handle(morning, wake());
		expect(slack.headlines).toEqual(["🚨 CRITICAL: repository web fails 2 checks"]);
		await handle(morning, write(critical, repository("web", nightAt(50), {})));
		expect(slack.headlines.slice(1)).toEqual(["✅ Fixed: repository web (2 checks)"]);
	});

	test("a function that is stopped before the stream's position is recorded tells no end of what nobody was told of", async () => {
		await handle(nightAt(2), write(before, high));
		const record = write(high, repository("web", nightAt(50), {}));
		ports.ledger.confirm = failing;
		expect(await handle(morning, record)).toEqual([sequence]);
		Reflect.deleteProperty(ports.ledger, "confirm");
		expect(await handle(morning, record)).toEqual([]);
		await handle(morning, wake());
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});

	test("what is held of a subject whose entry has expired is forgotten", async () => {
		await handle(nightAt(2), write(before, high));
		ports.ledger.entries.delete(high.arn);
		expect(await handle(morning, wake())).toEqual([]);
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});

	test("what was suppressed meanwhile is not sent", async () => {
		await handle(nightAt(2), write(before, high));
		ports.suppressed = ["a"];
		await handle(morning, wake());
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});
});
