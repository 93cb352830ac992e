import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { mapConcurrently } from "../core/map-concurrently.ts";
import type { Clients } from "./clients.ts";
import { type DeployedRoute, replaySource } from "./deploy.ts";
import type { DemoEvent } from "./events.ts";
import type { Router } from "./routing.ts";

/** An event that was sent, and where it went. */
export interface SentEvent {
	readonly file: string;
	/** The event's text, which names its subject. */
	readonly body: string;
	/** Epoch milliseconds, just before it was sent. */
	readonly at: number;
	readonly routed: boolean;
	/** The bus would reject it, so it was put straight onto its queue, or dropped when it belongs to none. */
	readonly bypassedBus: boolean;
}

type Senders = Pick<Clients, "events" | "sqs">;

/** The limit of PutEvents (EventBridge service model). */
const maxEntries = 10;
const maxAtOnce = 10;

/** Sends events in order, as they would arrive in AWS; those that the bus accepts are batched. */
export async function sendEvents(events: readonly DemoEvent[], router: Router, clients: Senders): Promise<SentEvent[]> {
	const routed = await mapConcurrently(maxAtOnce, events, async (demo) => ({ demo, way: await router(demo) }));
	const sent: SentEvent[] = [];
	let batch: PutEventsRequestEntry[] = [];
	const flush = async (): Promise<void> => {
		const Entries = batch;
		batch = [];
		if (Entries.length > 0) await putEvents(Entries, clients);
	};
	for (const { demo, way } of routed) {
		sent.push({
			file: demo.file,
			body: demo.body,
			at: Date.now(),
			routed: way.kind === "queue" || (way.kind === "bus" && way.routed),
			bypassedBus: way.kind !== "bus",
		});
		if (way.kind === "bus") batch.push(entryOf(demo, way.routed));
		if (way.kind === "queue" || batch.length === maxEntries) await flush();
		if (way.kind === "queue") await enqueue(demo, way.route, clients);
	}
	await flush();
	return sent;
}

function entryOf({ event }: DemoEvent, routed: boolean): PutEventsRequestEntry {
	const { detail, resources, time, "detail-type": type } = event ?? {};
	const sentAt = typeof time === "string" ? new Date(time) : null;
	return {
		// Every pattern matches the replay source, so an event whose own source is not routed must not get it.
		Source: routed ? replaySource : `${replaySource}.unrouted`,
		DetailType: String(type),
		Detail: JSON.stringify(detail),
		// Without Time AWS would use the time at which the event arrives.
		...(sentAt === null || Number.isNaN(sentAt.getTime()) ? {} : { Time: sentAt }),
		Resources: Array.isArray(resources) ? resources.filter((resource) => typeof resource === "string") : [],
	};
}

async function putEvents(entries: PutEventsRequestEntry[], { events }: Senders): Promise<void> {
	const { FailedEntryCount, Entries = [] } = await events.send(new PutEventsCommand({ Entries: entries }));
	if (FailedEntryCount === 0) return;
	const refusals = Entries.flatMap(({ ErrorCode, ErrorMessage }) => (ErrorCode ? `${ErrorCode}: ${ErrorMessage}` : []));
	throw new Error(`PutEvents rejected ${FailedEntryCount} events: ${refusals.join("; ")}`);
}

async function enqueue({ body }: DemoEvent, { queue }: DeployedRoute, { sqs }: Senders): Promise<void> {
	await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: body }));
}
