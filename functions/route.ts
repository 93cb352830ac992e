import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { MalformedEventError, TryLaterError } from "../core/errors.ts";
import { type Asked, type EventParser, envelopeOf } from "../core/event.ts";
import { arnOf } from "../core/subject.ts";
import { type Cause, type CheckPorts, check } from "./check.ts";
import type { Telemetry } from "./telemetry.ts";

/** A scan result that was not there yet. */
interface Awaited {
	/** Since when it is waited for, and when AWS was last asked; ISO 8601. */
	readonly since: string;
	readonly readAt: string;
}

export interface RoutePorts extends CheckPorts {
	/** Puts a message that can never succeed into the dead-letter queue: whole, once. */
	readonly refuse: (record: SQSRecord, reason: string) => Promise<void>;
	/** Sends the message to its own queue again when a scan result is still awaited; null when the wait is over. */
	readonly lookAgain: (record: SQSRecord, awaited: Awaited) => Promise<number | null>;
	readonly telemetry: Telemetry;
}

/**
 * A route's handler: every message of the batch on its own. What cannot be understood is refused at once and counts as
 * done; what may succeed later goes back to the queue alone; the others are not touched by either.
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
	const message = understood(record, parse);
	if (message instanceof MalformedEventError) {
		await ports.refuse(record, message.message);
		ports.telemetry.refused(record.messageId, message.message);
		return;
	}
	const { asked, time, replayed } = message;
	if (asked.kind === "nothing") {
		ports.telemetry.nothing(record.messageId, asked.because);
		return;
	}
	const { registered = null } = asked;
	// Whatever a replay says to have been announced was announced long ago: what AWS holds now is all that there will be.
	const announcedAt = replayed ? null : (asked.announcedAt ?? null);
	const cause: Cause = { time, announcedAt, registered, replayed };
	const failures: unknown[] = [];
	let awaited: Awaited | null = null;
	for (const subject of asked.subjects) {
		try {
			const outcome = await check(subject, cause, ports);
			if (outcome.kind === "nothing") ports.telemetry.nothing(arnOf(subject), outcome.because);
			else {
				ports.telemetry.recorded(outcome.entry);
				if (outcome.awaitedSince !== null) awaited = { since: outcome.awaitedSince, readAt: outcome.entry.readAt };
			}
		} catch (error) {
			// The other subjects of the event are looked at all the same.
			failures.push(error);
		}
	}
	if (failures.length > 0) throw failures.find((error) => !(error instanceof TryLaterError)) ?? failures[0];
	if (awaited !== null) {
		const seconds = await ports.lookAgain(record, awaited);
		if (seconds !== null) ports.telemetry.lookAgain(record.messageId, seconds);
	}
}

interface Understood extends Pick<Cause, "time" | "replayed"> {
	readonly asked: Asked;
}

/** What a message asks for, or why it can never be understood. */
function understood({ body, eventSourceARN }: SQSRecord, parse: EventParser): Understood | MalformedEventError {
	try {
		const envelope = envelopeOf(fromJson(body));
		const [, , , region, account] = eventSourceARN.split(":");
		if (envelope.account !== account || envelope.region !== region) {
			// Each account and Region has a pipeline of its own; this one's permissions and ledger are for its own alone.
			return new MalformedEventError("the event is about another account or Region than this queue is for");
		}
		// Only AWS itself may put events with a source that begins like this on a bus.
		return { asked: parse(envelope), time: envelope.time, replayed: !envelope.source.startsWith("aws.") };
	} catch (error) {
		if (error instanceof MalformedEventError) return error;
		throw error;
	}
}

function fromJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		throw new MalformedEventError("the message is not JSON");
	}
}
