import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { atMost } from "../adapters/clients/at-most.ts";
import type { Clients } from "./clients.ts";
import { type DeployedRoute, replaySource } from "./deploy.ts";
import type { DemoEvent } from "./events.ts";
import type { Router } from "./routing.ts";

/** What became of an event on its way in. */
export interface Sent {
	readonly file: string;
	/** The event's text: who it is about is told by what it names. */
	readonly body: string;
	/** Epoch milliseconds, just before it was sent. */
	readonly at: number;
	readonly routed: boolean;
	/** No bus takes it: it was put straight onto its queue, or nowhere when it belongs to none. */
	readonly refused: boolean;
}

type Senders = Pick<Clients, "events" | "sqs">;

/** PutEvents takes no more entries (EventBridge service model). */
const maxEntries = 10;
const maxAtOnce = 10;

/** Sends events in order the way they would come in AWS: many in one call where the bus takes them. */
export async function send(events: readonly DemoEvent[], router: Router, clients: Senders): Promise<Sent[]> {
	const ways = await atMost(maxAtOnce, events, async (demo) => ({ demo, way: await router(demo) }));
	const sent: Sent[] = [];
	let waiting: PutEventsRequestEntry[] = [];
	const flush = async (): Promise<void> => {
		const Entries = waiting;
		waiting = [];
		if (Entries.length > 0) await put(Entries, clients);
	};
	for (const { demo, way } of ways) {
		sent.push({
			file: demo.file,
			body: demo.body,
			at: Date.now(),
			routed: way.kind === "queue" || (way.kind === "bus" && way.routed),
			refused: way.kind !== "bus",
		});
		if (way.kind === "bus") waiting.push(entryOf(demo, way.routed));
		if (way.kind === "queue" || waiting.length === maxEntries) await flush();
		if (way.kind === "queue") await enqueue(demo, way.route, clients);
	}
	await flush();
	return sent;
}

function entryOf({ event }: DemoEvent, routed: boolean): PutEventsRequestEntry {
	const { detail, resources, time, "detail-type": type } = event ?? {};
	const happened = typeof time === "string" ? new Date(time) : null;
	return {
		// The replay source is in every pattern: an event that its own source keeps out must not come in by another's.
		Source: routed ? replaySource : `${replaySource}.unrouted`,
		DetailType: String(type),
		Detail: JSON.stringify(detail),
		// Without it AWS would put the time at which the event came.
		...(happened === null || Number.isNaN(happened.getTime()) ? {} : { Time: happened }),
		Resources: Array.isArray(resources) ? resources.filter((resource) => typeof resource === "string") : [],
	};
}

async function put(entries: PutEventsRequestEntry[], { events }: Senders): Promise<void> {
	const { FailedEntryCount, Entries = [] } = await events.send(new PutEventsCommand({ Entries: entries }));
	if (FailedEntryCount === 0) return;
	const refusals = Entries.flatMap(({ ErrorCode, ErrorMessage }) => (ErrorCode ? `${ErrorCode}: ${ErrorMessage}` : []));
	throw new Error(`PutEvents refused ${FailedEntryCount} events: ${refusals.join("; ")}`);
}

async function enqueue({ body }: DemoEvent, { queue }: DeployedRoute, { sqs }: Senders): Promise<void> {
	await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: body }));
}
