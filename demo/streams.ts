import { setTimeout as pause } from "node:timers/promises";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { drainStream, type MappingSettings } from "./doubles/stream-mapping.ts";

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
	/** Rejects when the signal is aborted or a stream cannot be read. */
	readonly ended: Promise<unknown>;
}

interface Place {
	/** The URL of ministack. */
	readonly ministack: string;
	readonly account: string;
	readonly region: string;
}

/**
 * Reads the stack's streams in place of ministack, whose event source mappings of streams do not retry records that a function
 * reports as failed. Disables those mappings and calls their functions through Invoke, with the settings that are deployed.
 */
export async function readStreams(place: Place, signal: AbortSignal): Promise<StreamReading> {
	const api = connect(place, signal);
	const { EventSourceMappings } = mappingsSchema.parse(await api.lambda("GET", mappingsPath));
	const mappings = EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn.includes(":dynamodb:"));
	for (const { UUID } of mappings) await api.lambda("PUT", `${mappingsPath}/${UUID}`, { Enabled: false });
	const calls: StreamCall[] = [];
	const readers = mappings.map((mapping) => readShard(mapping, calls, api, signal));
	return { calls, ended: Promise.all(readers) };
}

/** Paths and fields of the AWS Lambda API Reference: ListEventSourceMappings, UpdateEventSourceMapping, Invoke. */
const mappingsPath = "/2015-03-31/event-source-mappings";
const mappingsSchema = z.object({
	EventSourceMappings: z.array(
		z.object({
			UUID: z.string(),
			EventSourceArn: z.string(),
			FunctionArn: z.string(),
			BatchSize: z.number(),
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
	{ lambda, streams }: Api,
	signal: AbortSignal,
): Promise<void> {
	const StreamArn = mapping.EventSourceArn;
	const functionName = mapping.FunctionArn.split(":")[6] ?? "";
	const { StreamDescription } = described.parse(await streams("DescribeStream", { StreamArn }));
	const [{ ShardId }] = StreamDescription.Shards;
	const ShardIteratorType = "TRIM_HORIZON";
	let { ShardIterator } = iterator.parse(await streams("GetShardIterator", { StreamArn, ShardId, ShardIteratorType }));
	const clock = {
		now: Date.now,
		betweenCalls: (failed: boolean) => pause(failed ? retryMs : 0, undefined, { signal }),
	};
	const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse | undefined> => {
		const finish = (outcome: Pick<StreamCall, "outcome" | "error">) =>
			calls.push({ functionName, records: event.Records.length, ...outcome });
		try {
			const answer = response.parse(await lambda("POST", `/2015-03-31/functions/${functionName}/invocations`, event));
			finish({ outcome: answer.batchItemFailures.length === 0 ? "done" : "failed" });
			return answer;
		} catch (error) {
			finish({ outcome: "error", error: String(error) });
			throw error;
		}
	};
	while (!signal.aborted) {
		const page = records.parse(await streams("GetRecords", { ShardIterator }));
		ShardIterator = page.NextShardIterator;
		const relevant = page.Records.filter((record) => isRelevant(record, mapping));
		const events = relevant.map((record) => ({ ...(record as DynamoDBRecord), eventSourceARN: StreamArn }));
		await drainStream(events, handler, settingsOf(mapping), clock);
		if (page.Records.length === 0) await pause(pollMs, undefined, { signal });
	}
}

/** Fields of the Amazon DynamoDB API Reference, "Amazon DynamoDB Streams". */
const described = z.object({
	StreamDescription: z.object({ Shards: z.tuple([z.object({ ShardId: z.string() })], z.unknown()) }),
});
const iterator = z.object({ ShardIterator: z.string() });
const records = z.object({ Records: z.array(z.looseObject({})), NextShardIterator: z.string() });
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
	readonly lambda: (method: "GET" | "PUT" | "POST", path: string, body?: object) => Promise<unknown>;
	readonly streams: (operation: "DescribeStream" | "GetShardIterator" | "GetRecords", body: object) => Promise<unknown>;
}

/** Requests reject when they fail, and Invoke also when the function ends without a response. */
function connect({ ministack, account, region }: Place, signal: AbortSignal): Api {
	const request = async (service: string, path: string, init: RequestInit, headers = {}): Promise<unknown> => {
		// Ministack takes the account and the Region from the header and does not verify the signature.
		const scope = `${account}/20260101/${region}/${service}/aws4_request`;
		const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
		const answer = await fetch(`${ministack}${path}`, { ...init, headers: { ...headers, authorization }, signal });
		const text = await answer.text();
		const error = answer.headers.get("x-amz-function-error");
		if (!answer.ok || error !== null) throw new Error(`${service} ${path}: ${answer.status} ${error ?? ""} ${text}`);
		return JSON.parse(text);
	};
	return {
		lambda: (method, path, body) =>
			request("lambda", path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
		streams: (operation, body) => {
			const target = { "x-amz-target": `DynamoDBStreams_20120810.${operation}` };
			return request("dynamodb", "/", { method: "POST", body: JSON.stringify(body) }, target);
		},
	};
}
