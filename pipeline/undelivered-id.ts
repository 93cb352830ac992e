import { createHash } from "node:crypto";
import type { DynamoDBRecord } from "aws-lambda";

/**
 * The id of an item that a sink could not deliver: the id of its stream record, which is globally unique (Amazon DynamoDB API
 * Reference, "Record"), and a hash of its content, because a record may cause several findings. If the function is killed after it
 * has stored the item, the record is delivered again and a copy is stored, with the same id. Empty if the record has no id.
 */
export function undeliveredId(record: DynamoDBRecord, body: unknown): { readonly messageId?: string } {
	const id = record.eventID ?? record.dynamodb?.SequenceNumber;
	if (id === undefined) return {};
	const hash = createHash("sha256")
		.update(JSON.stringify(body) ?? "")
		.digest("hex");
	return { messageId: `${id}/${hash.slice(0, hashLength)}` };
}

const hashLength = 12;
