import { isDeepStrictEqual } from "node:util";
import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import type { BlockCandidate, BlockIntent } from "../../domain/blocks/intent.ts";
import { callAws } from "../clients/call-aws.ts";
import type { BlockRecords } from "./block-records.ts";
import { fitToItem } from "./fit-to-item.ts";
import { getItem } from "./get-item.ts";
import {
	anySubject,
	blockPrefix,
	candidateIn,
	entryIn,
	entryItemOf,
	intentIn,
	itemOf,
	sortKeys,
	userIn,
} from "./items.ts";
import { confirm, publishedAt } from "./published.ts";
import { queryItems, queryPage } from "./query-items.ts";

/** For functions that check subjects; readers of the stream need only those of `published.ts`. */
export const permissions: readonly Permission[] = [
	{ action: "dynamodb:Query", on: "ledger", keys: [anySubject] },
	{ action: "dynamodb:GetItem", on: "ledger", keys: [anySubject] },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [anySubject] },
];

type WriteResult = { readonly kind: "written" } | { readonly kind: "conflict"; readonly stored: LedgerEntry };

/** The ledger's state of a subject. */
export interface LedgerState {
	readonly entry: LedgerEntry | null;
	/** Blocks that were started and have not been recorded yet, at most one for each revision. */
	readonly intents: readonly BlockIntent[];
	/** Registered revisions that wait for a scan before they can be blocked. */
	readonly candidates: readonly BlockCandidate[];
}

/** Some of the subjects whose verdicts depend on an ARN: indexes that contain an image, families and services that use it. */
export interface UserPage {
	readonly users: readonly Subject[];
	/** Where the next page begins; null after the last one. */
	readonly next: string | null;
}

/** Stores verdicts with strong consistency; the later reading of AWS wins. All functions throw TryLaterError. */
export interface Ledger extends BlockRecords {
	read(arn: string): Promise<LedgerState>;
	/** Replaces the entry of `previousReadAt` (null: there was none), unless it was replaced concurrently or the new one is not later. */
	write(entry: LedgerEntry, previousReadAt: string | null): Promise<WriteResult>;
	/** Records that a subject's verdicts depend on other subjects and tags, by their ARNs: a check of one may send it to its queue. */
	link(user: Subject, used: readonly string[]): Promise<void>;
	/** A page of the subjects that are linked to this one. `after`: the previous page's `next`; null for the first page. */
	users(arn: string, after: string | null): Promise<UserPage>;
	/** `readAt` of the last entry that a sink has handled; null when it has handled none. */
	publishedAt(arn: string, sink: string): Promise<string | null>;
	/** Never moves back. `expiresAt` is that of the entry, so that both expire together. */
	confirm(arn: string, sink: string, readAt: string, expiresAt?: number): Promise<void>;
}

/**
 * Links expire when the user was not checked for half a year, twice as long as Security Hub keeps its findings. A sweep reads every
 * subject at least every 30 days.
 */
const linkedSeconds = 180 * 86_400;
const linksAtOnce = 10;
/** Users of a page. */
const pageSize = 100;

/** The ledger in a DynamoDB table with keys `pk` and `sk`. */
export function createLedger(client: DynamoDBClient, table: string): Omit<Ledger, keyof BlockRecords> {
	return {
		read: (arn) => read(client, table, arn),
		write: (entry, previousReadAt) => write(client, table, fitToItem(entry), previousReadAt),
		async link(user, used) {
			const expiresAt = Math.floor(Date.now() / 1000) + linkedSeconds;
			const commands = used.map((arn) => {
				const Item = itemOf(arn, sortKeys.user(arnOf(user)), { user, expiresAt });
				return new PutItemCommand({ TableName: table, Item });
			});
			await mapConcurrently(linksAtOnce, commands, (command) =>
				callAws("dynamodb:PutItem", (options) => client.send(command, options)),
			);
		},
		async users(arn, after) {
			const query = {
				pk: arn,
				condition: "begins_with(sk, :sk)",
				sk: sortKeys.user(""),
				after,
				limit: pageSize,
			} as const;
			const { items, next } = await queryPage(client, table, query);
			return { users: items.flatMap((item) => userIn(item) ?? []), next };
		},
		publishedAt: (arn, sink) => publishedAt(client, table, arn, sink),
		confirm: (...of) => confirm(client, table, ...of),
	};
}

async function read(client: DynamoDBClient, table: string, arn: string): Promise<LedgerState> {
	// By key, because a base image has thousands of other items, the subjects that use it, and a page of a query ends after 1 MB.
	const [entries, ofBlocks] = await Promise.all([
		// Not GetItem, whose response is empty when there is no entry: an incomplete response would look the same.
		queryPage(client, table, { pk: arn, condition: "sk = :sk", sk: sortKeys.verdicts }),
		hasBlocks(arn) ? queryItems(client, table, arn, blockPrefix) : [],
	]);
	return {
		entry: entryIn(entries.items[0]),
		intents: ofBlocks.flatMap((item) => intentIn(item) ?? []),
		candidates: ofBlocks.flatMap((item) => candidateIn(item) ?? []),
	};
}

/** Only revisions of families are blocked. */
const hasBlocks = (arn: string): boolean => arn.includes(":task-definition/");

async function write(
	client: DynamoDBClient,
	table: string,
	entry: LedgerEntry,
	previousReadAt: string | null,
): Promise<WriteResult> {
	const unchanged = previousReadAt === null ? "" : " OR (readAt = :previous AND readAt < :readAt)";
	const command = new PutItemCommand({
		TableName: table,
		Item: entryItemOf(entry),
		ConditionExpression: `attribute_not_exists(pk)${unchanged}`,
		...(previousReadAt === null
			? {}
			: { ExpressionAttributeValues: { ":previous": { S: previousReadAt }, ":readAt": { S: entry.readAt } } }),
		ReturnValuesOnConditionCheckFailure: "ALL_OLD",
	});
	try {
		await callAws("dynamodb:PutItem", (options) => client.send(command, options));
		return { kind: "written" };
	} catch (error) {
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
		const stored = entryIn(error.Item ?? (await getItem(client, table, entry.arn, sortKeys.verdicts)));
		if (stored === null)
			throw new TryLaterError("the ledger entry was deleted while it was being written", { cause: error });
		// The retry of a write whose response was lost finds its own result.
		return isDeepStrictEqual(stored, plain(entry)) ? { kind: "written" } : { kind: "conflict", stored };
	}
}

/** As it is read from the table: without keys whose value is undefined. */
const plain = (entry: LedgerEntry): unknown => JSON.parse(JSON.stringify(entry));
