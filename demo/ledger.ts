import { type AttributeValue, DeleteItemCommand, type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { entryIn, keyOf, sortKeys } from "../adapters/dynamodb/items.ts";
import { usedImagesKey } from "../adapters/dynamodb/used-images.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import type { SinkName } from "../functions/manifest.ts";

/** The whole ledger: every subject's entry, and what each sink has handled. */
export interface LedgerState {
	readonly entries: readonly LedgerEntry[];
	/** `readAt` of the last entry that a sink has handled; null when it has handled none. */
	readonly handled: (arn: string, sink: SinkName) => string | null;
}

/**
 * Makes the next check that depends on the images in use read them again, as it would after five minutes, for which a run does not
 * wait.
 */
export async function forgetImagesInUse(client: DynamoDBClient, table: string): Promise<void> {
	for (const sk of ["snapshot", "request"]) {
		await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(usedImagesKey, sk) }));
	}
}

export async function readLedger(client: DynamoDBClient, table: string): Promise<LedgerState> {
	const items: Record<string, AttributeValue>[] = [];
	let from: Record<string, AttributeValue> | undefined;
	do {
		const page = await client.send(
			new ScanCommand({
				TableName: table,
				ConsistentRead: true,
				...(from === undefined ? {} : { ExclusiveStartKey: from }),
			}),
		);
		items.push(...(page.Items ?? []));
		from = page.LastEvaluatedKey;
	} while (from !== undefined);
	const handled = new Map(items.map((item) => [`${item["sk"]?.S} ${item["pk"]?.S}`, item["readAt"]?.S ?? null]));
	return {
		entries: items.flatMap((item) => entryIn(item) ?? []).toSorted((a, b) => (a.arn < b.arn ? -1 : 1)),
		handled: (arn, sink) => handled.get(`${sortKeys.published(sink)} ${arn}`) ?? null,
	};
}
