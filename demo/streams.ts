import { setTimeout as pause } from "node:timers/promises";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { drainStream, type MappingSettings } from "./doubles/stream-mapping.ts";
import { invokeFunction, type MinistackPlace, ministackApi } from "./ministack-api.ts";

/** One call of a function with a batch of stream records. */
interface StreamCall {
	readonly functionName: string;
	readonly records: number;
	/** `failed`: the function reported records as failed; `error`: it ended without a response. */
	readonly outcome: "done" | "failed" | "error";
	/** Why it ended without a response. */
	readonly error?: string;
}

export interface StreamReading {
	/** Every call so far. */
	readonly calls: readonly StreamCall[];
	/** Resolves when every stream has ended; rejects when the signal is aborted or a stream cannot be read. */
	readonly ended: Promise<unknown>;
}

/**
 * Reads the stack's streams in place of ministack, whose event source mappings of streams do not retry records that a function
 * reports as failed. Disables those mappings and calls their functions through Invoke, with the settings that are deployed.
 */
export async function readStreams(place: MinistackPlace, signal: AbortSignal): Promise<StreamReading> {
	const api = connect(place, signal);
	const { EventSourceMappings } = mappingsSchema.parse(await api.mappings("GET", mappingsPath));
	const mappings = EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn.includes(":dynamodb:"));
	for (const { UUID } of mappings) await api.mappings("PUT", `${mappingsPath}/${UUID}`, { Enabled: false });
	const calls: StreamCall[] = [];
	const readers = mappings.map((mapping) => readShard(mapping, calls, api, signal));
	return { calls, ended: Promise.all(readers) };
}

/** Paths and fields of the AWS Lambda API Reference: ListEventSourceMappings, UpdateEventSourceMapping. */
const mappingsPath = "/2015-03-31/event-source-mappings";
const mappingsSchema = z.object({
	EventSourceMappings: z.array(
		z.object({
			UUID: z.string(),
			EventSourceArn: z.string(),
			FunctionArn: z.string(),
			BatchSize: z.number(),
			MaximumBatchingWindowInSeconds: z.number().default(0),
			BisectBatchOnFunctionError: z.boolean().default(false),
			MaximumRetryAttempts: z.number().default(-1),
			MaximumRecordAgeInSeconds: z.number().default(-1),
			FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
		}),
	),
});
type Mapping = z.infer<typeof mappingsSchema>["EventSourceMappings"][number];

/** Lambda reads a shard of a DynamoDB stream four times a second (developer guide, "Polling and batching streams"). */
const pollMs = 250;
const retryMs = 1_000;

async function readShard(
	mapping: Mapping,
	calls: StreamCall[],
	{ invoke, streams }: Api,
	signal: AbortSignal,
): Promise<void> {
	const StreamArn = mapping.EventSourceArn;
	const functionName = mapping.FunctionArn.split(":")[6] ?? "";
	const { StreamDescription } = described.parse(await streams("DescribeStream", { StreamArn }));
	const [{ ShardId }] = StreamDescription.Shards;
	const ShardIteratorType = "TRIM_HORIZON";
	const first = iterator.parse(await streams("GetShardIterator", { StreamArn, ShardId, ShardIteratorType }));
	let ShardIterator: string | null | undefined = first.ShardIterator;
	const clock = {
		now: Date.now,
		betweenCalls: (failed: boolean) => pause(failed ? retryMs : 0, undefined, { signal }),
	};
	const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse | undefined> => {
		const finish = (outcome: Pick<StreamCall, "outcome" | "error">) =>
			calls.push({ functionName, records: event.Records.length, ...outcome });
		try {
			const answer = response.parse(await invoke(functionName, event));
			finish({ outcome: answer.batchItemFailures.length === 0 ? "done" : "failed" });
			return answer;
		} catch (error) {
			finish({ outcome: "error", error: String(error) });
			throw error;
		}
	};
	let waiting: DynamoDBRecord[] = [];
	let since = 0;
	while (ShardIterator && !signal.aborted) {
		const page = records.parse(await streams("GetRecords", { ShardIterator }));
		ShardIterator = page.NextShardIterator;
		const relevant = page.Records.filter((record) => isRelevant(record, mapping));
		if (waiting.length === 0) since = Date.now();
		waiting.push(...relevant.map((record) => ({ ...(record as DynamoDBRecord), eventSourceARN: StreamArn })));
		const isOver = !ShardIterator || Date.now() - since >= mapping.MaximumBatchingWindowInSeconds * 1_000;
		const size = isOver ? waiting.length : waiting.length - (waiting.length % mapping.BatchSize);
		const due = waiting.slice(0, size);
		waiting = waiting.slice(size);
		await drainStream(due, handler, settingsOf(mapping), clock);
		if (due.length > 0) since = Date.now();
		if (page.Records.length === 0) await pause(pollMs, undefined, { signal });
	}
}

/** Fields of the Amazon DynamoDB API Reference, "Amazon DynamoDB Streams". */
const described = z.object({
	StreamDescription: z.object({ Shards: z.tuple([z.object({ ShardId: z.string() })], z.unknown()) }),
});
const iterator = z.object({ ShardIterator: z.string() });
/** Without a next iterator, the shard is closed: the stack and its table were deleted. */
const records = z.object({ Records: z.array(z.looseObject({})), NextShardIterator: z.string().nullish() });
const response = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

const settingsOf = ({
	BatchSize,
	BisectBatchOnFunctionError,
	MaximumRetryAttempts,
	MaximumRecordAgeInSeconds: age,
}: Mapping): MappingSettings => ({
	batchSize: BatchSize,
	bisectBatchOnFunctionError: BisectBatchOnFunctionError,
	maximumRetryAttempts: MaximumRetryAttempts,
	maximumRecordAge: age === -1 ? Number.POSITIVE_INFINITY : age * 1_000,
});

const isRelevant = (record: unknown, { FilterCriteria }: Mapping): boolean =>
	FilterCriteria === undefined || FilterCriteria.Filters.some(({ Pattern }) => matches(record, JSON.parse(Pattern)));

/** Supports what the stack's filters use: lists of strings and of prefixes (Lambda developer guide, "Event filtering"). */
function matches(value: unknown, pattern: unknown): boolean {
	if (Array.isArray(pattern)) return pattern.some((one) => isMatch(value, one));
	const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
	return Object.entries(pattern ?? {}).every(([key, inner]) => matches(fields[key], inner));
}

function isMatch(value: unknown, rule: unknown): boolean {
	if (typeof rule === "string") return value === rule;
	const { prefix, ...others } = (rule ?? {}) as Readonly<Record<string, unknown>>;
	if (typeof prefix !== "string" || Object.keys(others).length > 0) {
		throw new Error("a stream's filter has more than strings and prefixes");
	}
	return typeof value === "string" && value.startsWith(prefix);
}

interface Api {
	readonly mappings: (method: "GET" | "PUT", path: string, body?: object) => Promise<unknown>;
	readonly invoke: (functionName: string, event: object) => Promise<unknown>;
	readonly streams: (operation: "DescribeStream" | "GetShardIterator" | "GetRecords", body: object) => Promise<unknown>;
}

function connect(place: MinistackPlace, signal: AbortSignal): Api {
	const call = ministackApi(place, signal);
	return {
		mappings: (method, path, body) =>
			call("lambda", path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
		invoke: (...of) => invokeFunction(call, ...of),
		streams: (operation, body) => {
			const target = { "x-amz-target": `DynamoDBStreams_20120810.${operation}` };
			return call("dynamodb", "/", { method: "POST", body: JSON.stringify(body) }, target);
		},
	};
}
