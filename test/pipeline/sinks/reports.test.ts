import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { reportIn } from "../../../adapters/dynamodb/stream-record.ts";
import { postMessage } from "../../../adapters/slack/post-message.ts";
import type { SlackMessage } from "../../../adapters/slack/to-message.ts";
import { toSummaryMessage } from "../../../adapters/slack/to-summary-message.ts";
import { toSweepMessage } from "../../../adapters/slack/to-sweep-message.ts";
import { UnconfirmedError } from "../../../core/errors.ts";
import { summaryCounter } from "../../../domain/notifications/summary.ts";
import { readReports } from "../../../pipeline/sinks/reports.ts";
import { addEntries, emptySummary, type SweepSummary } from "../../../pipeline/sweep-summary.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject, sequenceNumber } from "../../support/entries.ts";
import { SlackInMemory } from "../../support/slack.ts";
import { chatPortsOf, StreamPorts, slackReader } from "../../support/stream-ports.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const startedAt = "2026-11-21T11:00:00.000Z";
const entry = anEntry({ subject: repositorySubject("a") });
const control = "task-definition/read-only-root";
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const headline = "Shipshape has checked what was there: 1 subject, 1 failure";

let slack: SlackInMemory;
let ports: StreamPorts;
beforeEach(() => {
	slack = new SlackInMemory();
	ports = new StreamPorts("slack");
});

const aReport = (sequence: number, summary: object = addEntries(emptySummary, [entry]), failed = 0): DynamoDBRecord => {
	const NewImage = marshall({ pk: "sweep", sk: `report#${startedAt}`, startedAt, summary, failed }) as never;
	const SequenceNumber = sequenceNumber(sequence);
	const ApproximateCreationDateTime = ports.time / 1_000;
	return { eventName: "INSERT", dynamodb: { SequenceNumber, ApproximateCreationDateTime, NewImage } };
};

const handle = async (...Records: DynamoDBRecord[]) => {
	const reader = readReports(slackReader(Object.assign(ports, { slack: slack.ports })), {
		...ports,
		...chatPortsOf(ports),
		ledger: ports.ledger,
		readReport: reportIn,
		sendHeld: async () => "",
		toReportMessage: (report) =>
			report.kind === "summary"
				? toSummaryMessage(report.summary, place)
				: toSweepMessage(report.summary as SweepSummary, report.failed === 0, [], place),
		post: (message: SlackMessage) => postMessage(message, slack.ports),
	});
	return (await reader({ Records })).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
};

describe("the first sweep", () => {
	test("is one message, and none for each subject", async () => {
		const quiet = { ...entry, quiet: true } as const;
		expect(await handle(aStreamRecord(1, null, quiet), aReport(2))).toEqual([]);
		expect(slack.headlines).toEqual([headline]);
		expect(slack.posted).toMatchObject([
			{ text: `${headline}\n1 HIGH\nHIGH repository/a: ${control}\naccount 111122223333, ap-northeast-1` },
		]);
		expect(ports.publishedOf(entry.arn)).toBe(entry.readAt);
	});

	test.each([
		[0, "From now on, each change is reported by itself."],
		[2, "A part could not be read. The next sweep tries again."],
	])("says whether it has looked at everything: %p messages were abandoned", async (failed, text) => {
		await handle(aReport(1, undefined, failed));
		expect(JSON.stringify(slack.posted)).toContain(text);
	});

	test("does not keep the next change of a subject from being reported", async () => {
		const quiet = { ...entry, quiet: true } as const;
		const { quiet: _, ...fixed } = laterBy(1, quiet, {
			controls: { [control]: aRecordedVerdict({ status: "pass" }) },
		});
		expect(await handle(aStreamRecord(1, null, quiet), aStreamRecord(2, quiet, fixed))).toEqual([]);
		expect(slack.headlines).toEqual(["✅ Fixed: repository a (1 check)"]);
	});

	test("is reported once, however often it is delivered", async () => {
		for (let delivery = 0; delivery < 3; delivery++) expect(await handle(aReport(1))).toEqual([]);
		expect(slack.headlines).toEqual([headline]);
	});
});

describe("a summary", () => {
	const { summary } = summaryCounter(null, (text) => text).result(startedAt, true, []);
	const aSummary = (sequence: number): DynamoDBRecord => {
		const { dynamodb, ...record } = aReport(sequence);
		const item = { pk: "sweep", sk: "report#summary#", kind: "summary", at: startedAt, summary };
		return { ...record, dynamodb: { ...dynamodb, NewImage: marshall(item) as never } };
	};

	test("is posted once, also after the first sweep that began at the same time", async () => {
		expect(await handle(aReport(1), aSummary(2))).toEqual([]);
		expect(await handle(aSummary(2))).toEqual([]);
		expect(slack.headlines).toEqual([headline, "Shipshape summary: 0 open failures"]);
	});
});

describe("a report that cannot be posted", () => {
	test("is delivered again, after six hours it is a dead letter", async () => {
		const report = aReport(7);
		slack.trouble = () => new Response("", { status: 503 });
		expect(await handle(report)).toEqual([7]);
		ports.time += 6 * 3_600_000;
		expect(await handle(report)).toEqual([]);
		expect(ports.undelivered).toMatchObject([
			{ sink: "slack", body: { destination: {}, message: { text: expect.stringContaining(headline) } } },
		]);
	});

	test("for now waits for the time that Slack asked for", async () => {
		ports.notBefore.set("default", new Date(ports.time + 60_000).toISOString());
		expect(await handle(aReport(1))).toEqual([1]);
		expect(slack.posted).toEqual([]);
		ports.time += 60_000;
		expect(await handle(aReport(1))).toEqual([]);
		expect(slack.headlines).toEqual([headline]);
	});

	test("because no answer came is repeated once, and then is a dead letter", async () => {
		slack.trouble = () => new UnconfirmedError("Slack did not respond (TimeoutError)");
		expect(await handle(aReport(3))).toEqual([3]);
		expect(await handle(aReport(3))).toEqual([]);
		expect(await handle(aReport(3))).toEqual([]);
		expect(slack.headlines).toEqual([headline, headline]);
		const reason = "unconfirmed twice: Slack did not respond (TimeoutError)";
		expect(ports.undelivered).toMatchObject([{ reason, body: { message: { text: expect.any(String) } } }]);
	});

	test("ever is a dead letter, or is delivered again if that fails", async () => {
		slack.trouble = () => new Response("invalid_blocks", { status: 400 });
		ports.isQueueDown = true;
		expect(await handle(aReport(3))).toEqual([3]);
		ports.isQueueDown = false;
		expect(await handle(aReport(3))).toEqual([]);
		expect(ports.undelivered).toHaveLength(1);
	});
});
