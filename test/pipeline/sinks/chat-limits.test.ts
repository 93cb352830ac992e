import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import type { RecordedVerdict } from "../../../core/ledger.ts";
import { drainStream } from "../../../demo/doubles/stream-mapping.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { SlackInMemory } from "../../support/slack.ts";
import { StreamPorts, slackReader } from "../../support/stream-ports.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

let slack: SlackInMemory;
let ports: StreamPorts;
beforeEach(() => {
	slack = new SlackInMemory();
	ports = new StreamPorts("slack");
});

const reader = () => slackReader(Object.assign(ports, { slack: slack.ports }));
const handle = async (...Records: DynamoDBRecord[]) =>
	(await reader()({ Records })).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));

const minutes = (count: number): number => count * 60_000;
const control = "task-definition/read-only-root";
const entryOf = (name: string, more: Partial<RecordedVerdict> = {}) =>
	anEntry({ subject: repositorySubject(name), controls: { [control]: aRecordedVerdict(more) } });
const a = entryOf("a");
const record = aStreamRecord(1, null, a);
const settings = {
	// A batch of more is a digest.
	batchSize: 4,
	bisectBatchOnFunctionError: true,
	maximumRetryAttempts: -1,
	maximumRecordAge: 12 * 3_600_000,
};

describe("F11, N01: while Slack has asked to wait", () => {
	const waitFor = (seconds: number) => new Response("", { status: 429, headers: { "retry-after": `${seconds}` } });

	test("for an hour, twenty redeliveries post nothing", async () => {
		slack.trouble = () => waitFor(3_600);
		for (let delivery = 0; delivery < 20; delivery++) {
			expect(await handle(record, aStreamRecord(2, null, entryOf("b")))).toEqual([1, 2]);
			ports.time += minutes(2);
		}
		expect([slack.posted.length, ports.undelivered]).toEqual([1, []]);
		expect(ports.log).toContain("failed: nothing is posted before 2026-11-21T13:00:00.000Z");
	});

	test("and this cannot be recorded, the log says so and the message is retried", async () => {
		slack.trouble = () => waitFor(30);
		ports.isPostponeDown = true;
		expect(await handle(record)).toEqual([1]);
		expect(ports.log).toContain(
			"failed: Slack asked to wait 30 s; this could not be recorded: dynamodb:UpdateItem did not respond",
		);
	});

	test("what needs no message is confirmed", async () => {
		ports.notBefore.set("default", new Date(ports.time + minutes(1)).toISOString());
		const passes = entryOf("b", { status: "pass" });
		expect(await handle(record, aStreamRecord(2, null, passes))).toEqual([1]);
		expect(ports.publishedOf(passes.arn)).toBe(passes.readAt);
	});

	test("the messages are posted when the time is over", async () => {
		slack.trouble = () => (ports.time < Date.parse(a.readAt) + minutes(10) ? waitFor(600) : undefined);
		const clock = {
			now: ports.now,
			betweenCalls: () => {
				ports.time += minutes(1);
			},
		};
		await drainStream([record], reader(), settings, clock);
		expect([slack.posted.length, slack.taken.length, ports.publishedOf(a.arn)]).toEqual([2, 1, a.readAt]);
	});

	test.each([
		[30, 30],
		[999_999, 3_600],
	])("for %d s, the wait is %d s: never more than an hour", async (asked, waited) => {
		slack.trouble = () => waitFor(asked);
		await handle(record);
		expect(ports.notBefore.get("default")).toBe(new Date(ports.time + waited * 1_000).toISOString());
	});
});

describe("N08: while there is no webhook", () => {
	test("messages wait; one that is stored an hour late posts every one", async () => {
		slack.webhook = null;
		const records = Array.from({ length: 15 }, (_, at) => aStreamRecord(at + 1, null, entryOf(`r${at}`)));
		const clock = {
			now: ports.now,
			betweenCalls: () => {
				ports.time += minutes(5);
				if (ports.time > Date.parse(a.readAt) + minutes(60)) slack.webhook = "https://hooks.slack.com/services/T/B/x";
			},
		};
		await drainStream(records, reader(), settings, clock);
		expect([slack.taken.length, ports.undelivered, ports.ledger.published.size]).toEqual([15, [], 15]);
	});

	test("for six hours, messages are moved to the dead-letter queue complete", async () => {
		slack.webhook = null;
		expect(await handle(aStreamRecord(1, null, a, ports.time - minutes(361)))).toEqual([]);
		expect(ports.undelivered).toMatchObject([
			{
				sink: "slack",
				subject: a.arn,
				body: { destination: {}, told: [{ arn: a.arn, readAt: a.readAt }], message: { blocks: [{}, {}, {}, {}] } },
			},
		]);
	});
});

describe("S09: about a suppressed finding", () => {
	test("nothing is posted, and its change is confirmed", async () => {
		ports.suppressed = [control];
		expect(await handle(record)).toEqual([]);
		expect([slack.posted, ports.publishedOf(a.arn)]).toEqual([[], a.readAt]);
		expect(ports.log).toContain("delivered: suppressed in Security Hub");
	});

	test("nothing is in a message about other findings of the subject", async () => {
		ports.suppressed = [control];
		const both = { ...a, controls: { ...a.controls, other: aRecordedVerdict({ severity: "MEDIUM" }) } };
		await handle(aStreamRecord(1, null, both));
		expect(slack.headlines).toEqual(["🟠 MEDIUM: repository a fails 1 check"]);
		expect(JSON.stringify(slack.posted)).not.toContain(control);
	});

	test("a deployment that was stopped is still posted", async () => {
		ports.suppressed = [control];
		await handle(aStreamRecord(1, null, anEntry({ blocks: [aBlock()], about: { revision: "8" } })));
		expect(slack.headlines).toEqual(["⛔ Revision 8 deregistered: task definition web"]);
	});
});

describe("about one subject that changes often", () => {
	const states = (verdicts: readonly Partial<RecordedVerdict>[]) =>
		verdicts.map((verdict, at) => laterBy(at, entryOf("a", verdict)));
	const records = (verdicts: readonly Partial<RecordedVerdict>[]) => {
		const entries = states(verdicts);
		return entries.map((entry, at) => aStreamRecord(at + 1, entries[at - 1] ?? null, entry));
	};

	test("F5: 300 new counts and wordings of the same failure are one message", async () => {
		const verdicts = Array.from({ length: 300 }, (_, at) => ({
			message: `the image has ${at + 1} HIGH`,
			fields: { HIGH: String(at + 1) },
			vulnerabilities: [{ id: `CVE-2026-${at}`, severity: "HIGH" }],
		}));
		await drainStream(records(verdicts), reader(), settings, { now: ports.now, betweenCalls: () => {} });
		expect(slack.headlines).toEqual(["🔴 HIGH: repository a fails 1 check"]);
	});

	test("F4: a control that could not be read for a while is never called fixed if it had not failed", async () => {
		const unknown = { status: "unknown", message: "could not be read" } as const;
		const verdicts = [{ status: "pass" }, unknown, { status: "pass" }, { ...unknown, firstFailed: a.readAt }] as const;
		for (const one of records(verdicts)) await handle(one);
		expect(slack.headlines).toEqual([]);
	});

	test("a higher severity is one more message, with the severity before", async () => {
		for (const one of records([{}, { severity: "CRITICAL" }])) await handle(one);
		expect(slack.headlines.at(-1)).toBe("🚨 CRITICAL: repository a got worse (1 check)");
		expect(JSON.stringify(slack.posted.at(-1))).toContain("*CRITICAL, was HIGH*");
	});

	test("one more container is one more message, with the reason", async () => {
		for (const one of records([{ containers: ["a"] }, { containers: ["a", "b"] }])) await handle(one);
		expect(JSON.stringify(slack.posted.at(-1))).toContain("*HIGH, another container*");
	});
});
