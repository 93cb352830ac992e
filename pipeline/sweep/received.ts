import type { SQSRecord } from "aws-lambda";
import { MalformedEventError } from "../../core/errors.ts";
import { envelopeOf } from "../../core/event.ts";
import { type AccountRegion, partitionOf } from "../../core/subject.ts";
import { parseJson } from "../parse-message.ts";
import { decodeMessage, type SweepMessage } from "./messages.ts";

/** What a record of the sweep's queue holds, or why it can never be processed. */
export function messageIn(
	{ body }: SQSRecord,
	{ account, region }: AccountRegion,
): SweepMessage | "tick" | MalformedEventError {
	try {
		const envelope = envelopeOf(parseJson(body));
		if (envelope.account !== account || envelope.region !== region) {
			return new MalformedEventError("the message is of another account or Region");
		}
		return decodeMessage(envelope);
	} catch (error) {
		if (error instanceof MalformedEventError) return error;
		throw error;
	}
}

/** Of the queue. */
export function placeOf({ eventSourceARN }: SQSRecord): AccountRegion {
	const [, , , region = "", account = ""] = eventSourceARN.split(":");
	return { partition: partitionOf(region), account, region };
}
