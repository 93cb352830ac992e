import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { parseEvent } from "../../demo/events.ts";
import type { Router } from "../../demo/routing.ts";
import { sendEvents } from "../../demo/send.ts";

const [bus, sqs] = [mockClient(EventBridgeClient), mockClient(SQSClient)];
const clients = { events: new EventBridgeClient({}), sqs: new SQSClient({}) };
const route = { name: "ImageScanned", rules: ["rule"], queue: "https://queue", deadLetters: [] } as const;

beforeEach(() => {
	bus.reset();
	sqs.reset();
	bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
	sqs.onAnyCommand().resolves({});
});

const demo = (more: object, file = "e.json") =>
	parseEvent(
		file,
		JSON.stringify({ account: "444455556666", region: "eu-central-1", source: "aws.ecr", detail: {}, ...more }),
		"444455556666",
		"eu-central-1",
	);
const way =
	(routed: boolean): Router =>
	async () => ({ kind: "bus", routed });
const entries = () => bus.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? []);

test.each([
	["its own time", { time: "2026-06-01T12:00:05Z" }, new Date("2026-06-01T12:00:05Z")],
	["no time when it has none", {}, undefined],
	["no time when its time is not a date", { time: "yesterday" }, undefined],
	["no time when its time is not a string", { time: 7 }, undefined],
])("an event is put on the bus with %s", async (_, more, Time) => {
	await sendEvents([demo(more)], way(true), clients);
	expect(entries().map((entry) => entry.Time)).toEqual([Time]);
});

test.each([
	[true, "shipshape.demo"],
	[false, "shipshape.demo.unrouted"],
])("when routed is %s, an event gets the source %s", async (routed, Source) => {
	const [sent] = await sendEvents([demo({})], way(routed), clients);
	expect([entries()[0]?.Source, sent?.routed, sent?.bypassedBus]).toEqual([Source, routed, false]);
});

test("ten events are put in one call, and events that the bus rejects keep their order", async () => {
	const events = Array.from({ length: 12 }, (_, at) => demo({}, `${at}.json`));
	const router: Router = async ({ file }) =>
		file === "3.json" ? { kind: "queue", route } : { kind: "bus", routed: true };
	const sent = await sendEvents(events, router, clients);
	const sizes = bus.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => input.Entries?.length);
	expect([sizes, sent.map(({ bypassedBus }) => bypassedBus).indexOf(true)]).toEqual([[3, 8], 3]);
	expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input.MessageBody).toBe(events[3]?.body);
});

test("an event that PutEvents rejects is an error", async () => {
	bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: "Internal", ErrorMessage: "no" }] });
	await expect(sendEvents([demo({})], way(true), clients)).rejects.toThrow("PutEvents rejected 1 events: Internal: no");
});
