import type { SQSRecord } from "aws-lambda";
import { MalformedEventError } from "../core/errors.ts";
import { type Envelope, type EventParser, envelopeOf, recheckSource } from "../core/event.ts";
import { type ParsedRecheck, parseRecheck } from "./recheck.ts";
import type { Telemetry } from "./telemetry.ts";

export interface ParsedMessage {
	readonly parsed: ParsedRecheck;
	readonly envelope: Envelope;
}

/**
 * Parses a message. Returns the error if it is malformed, and `foreign` for an event of another account or Region that was
 * forwarded to this bus: each has its own pipeline, with its own permissions and ledger.
 */
export function parseMessage(
	{ body, eventSourceARN }: SQSRecord,
	parse: EventParser,
	replaySource: string | null,
): ParsedMessage | MalformedEventError | "foreign" {
	try {
		const envelope = envelopeOf(parseJson(body));
		const isRecheck = envelope.source === recheckSource;
		// Only AWS itself can put events with such a source on a bus.
		if (!isRecheck && !envelope.source.startsWith("aws.") && envelope.source !== replaySource) {
			return new MalformedEventError("source is neither AWS nor the replay source");
		}
		const [, , , region, account] = eventSourceARN.split(":");
		if (envelope.account !== account || envelope.region !== region) return "foreign";
		return { parsed: isRecheck ? parseRecheck(envelope) : parse(envelope), envelope };
	} catch (error) {
		if (error instanceof MalformedEventError) return error;
		throw error;
	}
}

/** What opening a message needs. */
interface OpeningPorts {
	readonly replaySource: string | null;
	readonly telemetry: Pick<Telemetry, "foreign" | "rejected">;
	/** Moves a message that can never be processed to the dead-letter queue, once. */
	readonly reject: (record: SQSRecord, reason: string) => Promise<void>;
}

/** Parses a message. Returns the error if it is malformed; null, after a line in the log, if it is for another account or Region. */
export function openMessage(
	record: SQSRecord,
	parse: EventParser,
	{ replaySource, telemetry }: OpeningPorts,
): ParsedMessage | MalformedEventError | null {
	const message = parseMessage(record, parse, replaySource);
	if (message !== "foreign") return message;
	telemetry.foreign(record.messageId);
	return null;
}

/** Rejects a malformed message. Throws TryLaterError. */
export async function rejectMessage(
	record: SQSRecord,
	{ message }: MalformedEventError,
	{ reject, telemetry }: OpeningPorts,
): Promise<void> {
	await reject(record, message);
	telemetry.rejected(record.messageId, message);
}

/** Throws MalformedEventError. */
export function parseJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		throw new MalformedEventError("the message is not JSON");
	}
}
