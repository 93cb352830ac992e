import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { eventOf } from "../../demo/events.ts";
import type { Router } from "../../demo/routing.ts";
import { send } from "../../demo/send.ts";

const [bus, sqs] = [mockClient(EventBridgeClient), mockClient(SQSClient)];
const clients = { events: new EventBridgeClient({}), sqs: new SQSClient({}) };
const route = { name: "ImageScanned", rule: "rule", queue: "https://queue", deadLetters: [] } as const;

beforeEach(() => {
	bus.reset();
	sqs.reset();
	bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
	sqs.onAnyCommand().resolves({});
});

const demo = (more: object, file = "e.json") =>
	eventOf(
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
	["no time when its own is no date", { time: "yesterday" }, undefined],
	["no time when its own is no text", { time: 7 }, undefined],
])("an event goes to the bus with %s", async (_, more, Time) => {
	await send([demo(more)], way(true), clients);
	expect(entries().map((entry) => entry.Time)).toEqual([Time]);
});

test.each([
	[true, "shipshape.demo"],
	[false, "shipshape.demo.unrouted"],
])("routed by its own source: %s, it comes from %s", async (routed, Source) => {
	const [sent] = await send([demo({})], way(routed), clients);
	expect([entries()[0]?.Source, sent?.routed, sent?.refused]).toEqual([Source, routed, false]);
});

test("ten go in one call, and what no bus takes keeps its place among them", async () => {
	const events = Array.from({ length: 12 }, (_, at) => demo({}, `${at}.json`));
	const router: Router = async ({ file }) =>
		file === "3.json" ? { kind: "queue", route } : { kind: "bus", routed: true };
	const sent = await send(events, router, clients);
	const sizes = bus.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => input.Entries?.length);
	expect([sizes, sent.map(({ refused }) => refused).indexOf(true)]).toEqual([[3, 8], 3]);
	expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input.MessageBody).toBe(events[3]?.body);
});

test("what the bus does not take after all is said", async () => {
	bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: "Internal", ErrorMessage: "no" }] });
	await expect(send([demo({})], way(true), clients)).rejects.toThrow("PutEvents refused 1 events: Internal: no");
});
