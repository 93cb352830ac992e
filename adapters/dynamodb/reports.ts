import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Permission } from "../../core/permission.ts";
import { type CountedSummary, failureIdLength, type SummaryBase } from "../../domain/notifications/summary.ts";
import { addReport, addWake } from "./add-report.ts";
import { type Item, sortKeys, sweepKey } from "./items.ts";
import { queryPage } from "./query-items.ts";

export const permissions: readonly Permission[] = [{ action: "dynamodb:Query", on: "ledger", keys: [sweepKey] }];

/** What goes to Slack's sink through the stream beside changes and what the first sweep found. All functions throw TryLaterError. */
export interface Reports {
	/** What the last summary found; null if there was none, or none for a month. */
	lastSummary(): Promise<SummaryBase | null>;
	/** Reports a summary. `last`: what it was compared with; of several summaries that were compared with the same one, the first counts. */
	addSummary(counted: CountedSummary, last: SummaryBase | null): Promise<void>;
	/** Has the sink send the changes that it holds. `at`: ISO 8601 with milliseconds. */
	addWake(at: string): Promise<void>;
}

/** Longer than a week, and than an outage after it. */
const kept = 35 * 86_400;

/** Ids that fit into an item, which holds 400 KB. With more, the next summary does not say what has changed. */
const maxFailures = 50_000;

export function createReports(client: DynamoDBClient, table: string): Reports {
	return {
		async lastSummary() {
			const condition = "begins_with(sk, :sk)";
			const query = { pk: sweepKey, condition, sk: sortKeys.summaryReport(""), limit: 1, newestFirst: true } as const;
			const [item] = (await queryPage(client, table, query)).items;
			return item === undefined ? null : baseIn(item);
		},
		async addSummary({ summary, base: { at, open } }, last) {
			const isKept = open !== null && open.length <= maxFailures;
			const content = { kind: "summary", summary, ...(isKept ? { open: bytesOf(open) } : {}) };
			await addReport(client, table, { sk: sortKeys.summaryReport(last?.at ?? ""), content, at, kept });
		},
		addWake: (at) => addWake(client, table, at),
	};
}

const bytesOf = (ids: readonly string[]): Uint8Array => Buffer.from(ids.join(""), "base64url");

function baseIn(item: Item): SummaryBase {
	const { at, open } = unmarshall(item);
	if (!(open instanceof Uint8Array)) return { at: String(at), open: null };
	const text = Buffer.from(open).toString("base64url");
	const ids = Array.from({ length: text.length / failureIdLength }, (_, index) =>
		text.slice(index * failureIdLength, (index + 1) * failureIdLength),
	);
	return { at: String(at), open: ids };
}
