import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { MalformedEventError, TryLaterError } from "../core/errors.ts";
import { type Envelope, type EventParser, envelopeOf, type ParsedEvent } from "../core/event.ts";
import { arnOf, type Subject } from "../core/subject.ts";
import { type CheckOutcome, type CheckPorts, check, type Trigger } from "./check.ts";
import type { Telemetry } from "./telemetry.ts";

/** A scan result that is not available yet. */
interface Awaited {
	/** Since when it has been awaited, and when AWS was last read; ISO 8601. */
	readonly since: string;
	readonly readAt: string;
}

export interface RoutePorts extends CheckPorts {
	/** Moves a complete message that can never succeed to the dead-letter queue, once. */
	readonly reject: (record: SQSRecord, reason: string) => Promise<void>;
	/** Sends the message to its own queue again while a scan result is awaited. Returns the delay in seconds; null when no wait is left. */
	readonly requeue: (record: SQSRecord, awaited: readonly Awaited[]) => Promise<number | null>;
	/** An event source in addition to AWS's own, used to replay events; null when there is none. */
	readonly replaySource: string | null;
	/** Messages that the pipeline itself sends to the route's queue; absent when it sends none. */
	readonly ownMessages?: { readonly source: string; readonly parse: EventParser };
	readonly telemetry: Telemetry;
}

/**
 * A route's handler. It handles each message of the batch on its own: a malformed message is moved to the dead-letter queue at
 * once and counts as done; a message that may succeed later is returned to the queue; neither affects the other messages.
 */
export function route(parse: EventParser, ports: RoutePorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
	const processor = new BatchProcessor(EventType.SQS);
	const handle = async (record: SQSRecord): Promise<void> => {
		try {
			await handleMessage(record, parse, ports);
		} catch (error) {
			ports.telemetry.failed(record.messageId, error instanceof Error ? error : new Error(String(error)));
			throw error;
		}
	};
	return async (event) => {
		try {
			return await processPartialResponse(event, handle, processor, { throwOnFullBatchFailure: false });
		} finally {
			ports.telemetry.flush();
		}
	};
}

async function handleMessage(record: SQSRecord, parse: EventParser, ports: RoutePorts): Promise<void> {
	const message = parseMessage(record, parse, ports);
	if (message instanceof MalformedEventError) {
		await ports.reject(record, message.message);
		ports.telemetry.rejected(record.messageId, message.message);
		return;
	}
	const { parsed, envelope } = message;
	if (parsed.kind === "ignore") {
		ports.telemetry.skipped(record.messageId, parsed.reason);
		return;
	}
	const trigger = triggerOf(parsed, envelope, ports);
	const first = await checkAll(parsed.subjects, trigger, ports);
	const known = new Set(parsed.subjects.map(arnOf));
	const users = first.users.filter((user) => !known.has(arnOf(user)));
	const second = await checkAll(users, { ...trigger, announcedAt: null, registered: null }, ports);
	const failures = [...first.failures, ...second.failures];
	if (failures.length > 0) throw failures.find((error) => !(error instanceof TryLaterError)) ?? failures[0];
	const awaited = [...first.checked, ...second.checked].flatMap(({ awaitedSince, entry }) =>
		awaitedSince === null ? [] : [{ since: awaitedSince, readAt: entry.readAt }],
	);
	if (awaited.length === 0) return;
	const seconds = await ports.requeue(record, awaited);
	if (seconds !== null) ports.telemetry.requeue(record.messageId, seconds);
}

interface Checked {
	readonly checked: readonly (CheckOutcome & { readonly kind: "recorded" })[];
	/** Users of all subjects that could be checked or did not need to be. */
	readonly users: readonly Subject[];
	readonly failures: readonly unknown[];
}

/** Checks subjects concurrently, so that one that cannot be read neither delays nor prevents the others. */
async function checkAll(subjects: readonly Subject[], trigger: Trigger, ports: RoutePorts): Promise<Checked> {
	const outcomes = await Promise.allSettled(subjects.map((subject) => check(subject, trigger, ports)));
	const checked = outcomes.flatMap((outcome, at) => {
		if (outcome.status === "rejected") return [];
		const { value } = outcome;
		if (value.kind === "recorded") {
			ports.telemetry.recorded(value.entry);
			return [value];
		}
		const subject = subjects[at];
		if (subject !== undefined) ports.telemetry.skipped(arnOf(subject), value.reason);
		return [];
	});
	return {
		checked,
		users: outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value.users : [])),
		failures: outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : [])),
	};
}

/** A registration is new for a day. An event redelivered from an archive or an old dead letter is checked but blocks nothing. */
const newForMs = 86_400_000;

function triggerOf(parsed: ParsedEvent & { readonly kind: "check" }, envelope: Envelope, ports: RoutePorts): Trigger {
	const { time, source, isFromArchive } = envelope;
	const replayed = source === ports.replaySource;
	const isNew = replayed || (!isFromArchive && Date.parse(ports.now()) - Date.parse(time) < newForMs);
	return {
		time,
		// A replayed announcement is old, so the result that AWS has now is final.
		announcedAt: replayed ? null : (parsed.announcedAt ?? null),
		registered: isNew ? (parsed.registered ?? null) : null,
		replayed: replayed || isFromArchive,
	};
}

interface ParsedMessage {
	readonly parsed: ParsedEvent;
	readonly envelope: Envelope;
}

/** Parses a message; returns the error if it is malformed. */
function parseMessage(
	{ body, eventSourceARN }: SQSRecord,
	parse: EventParser,
	{ replaySource, ownMessages }: Pick<RoutePorts, "replaySource" | "ownMessages">,
): ParsedMessage | MalformedEventError {
	try {
		const envelope = envelopeOf(parseJson(body));
		const [, , , region, account] = eventSourceARN.split(":");
		if (envelope.account !== account || envelope.region !== region) {
			// Each account and Region has its own pipeline, with its own permissions and ledger.
			return new MalformedEventError("the event is for another account or Region than this queue");
		}
		if (envelope.source === ownMessages?.source) return { parsed: ownMessages.parse(envelope), envelope };
		// Only AWS itself can put events with such a source on a bus.
		if (!envelope.source.startsWith("aws.") && envelope.source !== replaySource) {
			return new MalformedEventError("source is neither AWS nor the replay source");
		}
		return { parsed: parse(envelope), envelope };
	} catch (error) {
		if (error instanceof MalformedEventError) return error;
		throw error;
	}
}

function parseJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		throw new MalformedEventError("the message is not JSON");
	}
}
