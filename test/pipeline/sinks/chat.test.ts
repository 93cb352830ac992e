import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { UnconfirmedError } from "../../../core/errors.ts";
import { drainStream } from "../../../demo/doubles/stream-mapping.ts";
import { awsError } from "../../support/aws-errors.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject, sequenceNumber } from "../../support/entries.ts";
import { SlackInMemory } from "../../support/slack.ts";
import { findingsReader, StreamPorts, slackReader } from "../../support/stream-ports.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

let slack: SlackInMemory;
beforeEach(() => {
	slack = new SlackInMemory();
});

const handlerOn = (ports: StreamPorts) => slackReader(Object.assign(ports, { slack: slack.ports }));

const handle = async (ports: StreamPorts, ...Records: DynamoDBRecord[]) =>
	(await handlerOn(ports)({ Records })).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));

const waitFor = (seconds: number) => new Response("", { status: 429, headers: { "retry-after": String(seconds) } });
const noService = () => new Response("no_service", { status: 404 });
const entryOf = (name: string) => anEntry({ subject: repositorySubject(name) });
const passes = { controls: { "task-definition/read-only-root": aRecordedVerdict({ status: "pass" }) } };
const fails = (name: string) => `🔴 HIGH: repository ${name} fails 1 check`;
const [a, b] = [entryOf("a"), entryOf("b")];
const fixed = laterBy(1, a, passes);

test("each change of a subject is one message, in order", async () => {
	const ports = new StreamPorts("slack");
	expect(await handle(ports, aStreamRecord(1, null, a), aStreamRecord(2, null, b))).toEqual([]);
	expect(await handle(ports, aStreamRecord(3, a, fixed))).toEqual([]);
	expect(slack.headlines).toEqual([fails("a"), fails("b"), "✅ Fixed: repository a (1 check)"]);
	expect(ports.publishedOf(a.arn)).toBe(fixed.readAt);
});

test("a redelivered record posts no second message", async () => {
	const ports = new StreamPorts("slack");
	for (let delivery = 0; delivery < 3; delivery++) await handle(ports, aStreamRecord(1, null, a));
	for (let delivery = 0; delivery < 3; delivery++) await handle(ports, aStreamRecord(2, a, fixed));
	expect(slack.headlines).toHaveLength(2);
});

test("a change that needs no message is still confirmed", async () => {
	const ports = new StreamPorts("slack");
	expect(await handle(ports, aStreamRecord(1, null, { ...a, ...passes }))).toEqual([]);
	expect([slack.headlines, ports.publishedOf(a.arn)]).toEqual([[], a.readAt]);
});

test("while Slack is turned off nothing is sent, nothing fails, and everything is confirmed", async () => {
	const ports = new StreamPorts("slack");
	slack.webhook = " ";
	expect(await handle(ports, aStreamRecord(1, null, a))).toEqual([]);
	expect([slack.headlines, ports.publishedOf(a.arn), ports.undelivered]).toEqual([[], a.readAt, []]);
	expect(ports.log).toContain("delivered: turned off");
});

describe("when Slack rejects", () => {
	test("one message permanently: it is kept complete, without the webhook, and the others are posted", async () => {
		const ports = new StreamPorts("slack");
		slack.trouble = (headline) =>
			headline === fails("a") ? new Response("invalid_blocks", { status: 400 }) : undefined;
		expect(await handle(ports, aStreamRecord(1, null, a), aStreamRecord(2, null, b))).toEqual([]);
		expect(ports.undelivered).toMatchObject([
			{
				sink: "slack",
				subject: a.arn,
				reason: "Slack rejected the message: invalid_blocks (400)",
				body: { destination: {}, told: [{ arn: a.arn, readAt: a.readAt }], message: { blocks: [{}, {}, {}, {}] } },
			},
		]);
		expect(JSON.stringify([ports.undelivered, ports.log])).not.toContain("hooks.slack.com");
		expect(ports.publishedOf(b.arn)).toBe(b.readAt);
	});

	test("messages temporarily: the rest of the batch is not posted and is retried", async () => {
		const ports = new StreamPorts("slack");
		slack.trouble = () => waitFor(30);
		expect(await handle(ports, aStreamRecord(1, null, a), aStreamRecord(2, null, b))).toEqual([1, 2]);
		expect(slack.headlines).toEqual([fails("a")]);
		expect(ports.log).toContain("failed: Slack asked to wait 30 s");
	});

	test("the secret's URL because of its origin: nothing is posted there, and the messages are kept", async () => {
		const ports = new StreamPorts("slack");
		slack.webhook = "http://169.254.169.254/latest/meta-data";
		expect(await handle(ports, aStreamRecord(1, null, a))).toEqual([]);
		expect(slack.headlines).toEqual([]);
		expect(ports.undelivered[0]?.reason).toBe("the URL in the Slack secret does not belong to https://hooks.slack.com");
	});
});

test("a slow Slack does not use up the function's time: the rest of the batch is retried", async () => {
	const ports = new StreamPorts("slack");
	slack.trouble = () => {
		ports.time += 8_000;
		return undefined;
	};
	const records = ["a", "b", "c", "d"].map((name, at) => aStreamRecord(at + 1, null, entryOf(name)));
	expect(await handle(ports, ...records)).toEqual([3, 4]);
	expect(slack.headlines).toHaveLength(2);
});

test.each<[string, () => Response | Error]>([
	["does not respond", () => new UnconfirmedError("Slack did not respond (TimeoutError)")],
	["is slow to reject a revoked webhook", () => noService()],
])("if Slack %s, the last message ends within 35 s of the start of the batch", async (_, answer) => {
	const ports = new StreamPorts("slack");
	const [secretTakes, answerTakes, secret] = [5_000, 5_000, slack.webhook];
	let isSlow = false;
	slack.trouble = (headline) => {
		ports.time += headline === fails("a") ? 14_000 : answerTakes;
		isSlow = true;
		return headline === fails("a") ? undefined : answer();
	};
	const began = ports.time;
	const readWebhook = async (fresh?: "fresh") => {
		if (isSlow) ports.time += secretTakes;
		return fresh === undefined ? secret : `${secret}y`;
	};
	const records = ["a", "b", "c"].map((name, at) => aStreamRecord(at + 1, null, entryOf(name)));
	const handler = slackReader(Object.assign(ports, { slack: { readWebhook, send: slack.send } }));
	const { batchItemFailures } = await handler({ Records: records });
	expect(batchItemFailures).toContainEqual({ itemIdentifier: sequenceNumber(3) });
	expect(ports.time - began).toBeGreaterThanOrEqual(24_000);
	expect(ports.time - began).toBeLessThanOrEqual(35_000);
});

describe("behind a stream", () => {
	const settings = {
		// A batch of more is a digest.
		batchSize: 4,
		bisectBatchOnFunctionError: true,
		maximumRetryAttempts: -1,
		maximumRecordAge: 43_200_000,
	};
	const records = Array.from({ length: 25 }, (_, at) => aStreamRecord(at + 1, null, entryOf(`r${at}`)));

	test("no message is lost or repeated in an outage", async () => {
		const ports = new StreamPorts("slack");
		let calls = 0;
		slack.trouble = () => (calls < 8 ? new Response("", { status: 500 }) : undefined);
		const betweenCalls = () => {
			calls++;
			ports.time += 60_000;
			if (calls === 8) slack.posted.length = 0;
		};
		const { givenUp } = await drainStream(records, handlerOn(ports), settings, { now: ports.now, betweenCalls });
		expect([givenUp, ports.undelivered]).toEqual([[], []]);
		expect(slack.headlines).toEqual(records.map((_, at) => fails(`r${at}`)));
	});

	test("a record that always fails does not stop the others", async () => {
		const ports = new StreamPorts("slack");
		slack.trouble = (headline) => (headline === fails("r7") ? new Response("no_text", { status: 400 }) : undefined);
		await drainStream(records, handlerOn(ports), settings, { now: ports.now, betweenCalls: () => {} });
		expect(slack.headlines).toHaveLength(25);
		expect([ports.ledger.published.size, ports.undelivered.length]).toEqual([24, 1]);
	});

	test("S05: a Security Hub that is not enabled does not affect Slack", async () => {
		const [toHub, toSlack] = [new StreamPorts("security-hub"), new StreamPorts("slack")];
		const hub = new SecurityHubClient({ region: "ap-northeast-1" });
		mockClient(SecurityHubClient).rejects(awsError("InvalidAccessException", 401));
		const { batchItemFailures } = await findingsReader(Object.assign(toHub, { hub }))({ Records: records });
		await drainStream(records, handlerOn(toSlack), settings, { now: toSlack.now, betweenCalls: () => {} });
		expect([batchItemFailures.length, toHub.undelivered.length, toHub.ledger.published.size]).toEqual([25, 0, 0]);
		expect([toSlack.undelivered.length, toSlack.ledger.published.size, slack.headlines.length]).toEqual([0, 25, 25]);
	});
});
