import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Report } from "../../adapters/dynamodb/stream-record.ts";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import { ageOf, maxAgeMs, type Ports as StreamPorts } from "../stream.ts";
import { undeliveredId } from "../undelivered-id.ts";

export interface ReportPorts<Message> {
	/** What a sweep or a summary found; null in a record of another item. */
	readonly readReport: (record: DynamoDBRecord) => Report | null;
	readonly toReportMessage: (report: PostedReport) => Message;
	/** Sends the changes that were held, because of a record. Returns the outcome, for the log. Throws TryLaterError if any is left. */
	readonly sendHeld: (record: DynamoDBRecord) => Promise<string>;
	/** Throws TryLaterError if a retry may succeed. */
	readonly post: (message: Message) => Promise<string>;
	/** The time (ISO 8601) before which no invocation posts; null if there is none. */
	readonly notBefore: () => Promise<string | null>;
}

/** A report that is a message. */
type PostedReport = Exclude<Report, { readonly kind: "wake" }>;

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
type Ports<Message> = ReportPorts<Message> & StreamPorts;

/** Under these keys the ledger records which report a sink has posted, as for a subject. */
const keys = { "first-sweep": "sweep", summary: "summary" } as const satisfies Record<PostedReport["kind"], string>;

/**
 * A stream reader that also posts what the first sweep found and the summaries, each in one message, and sends what was held. Records of other items are left
 * to `readChanges`. A report ends as a change does: posted, moved to the dead-letter queue, or failed.
 */
export function readReports<Message>(readChanges: Handler, ports: Ports<Message>): Handler {
	return async ({ Records }) => {
		const isReport = (record: DynamoDBRecord): boolean => ports.readReport(record) !== null;
		const { batchItemFailures } = await readChanges({ Records: Records.filter((record) => !isReport(record)) });
		const failed: string[] = [];
		for (const record of Records.filter(isReport)) {
			if (!(await isSettled(record, ports))) failed.push(record.dynamodb?.SequenceNumber ?? "");
		}
		ports.telemetry.flush();
		return { batchItemFailures: [...batchItemFailures, ...failed.map((itemIdentifier) => ({ itemIdentifier }))] };
	};
}

/** False if the record has to be delivered again. */
async function isSettled<Message>(record: DynamoDBRecord, ports: Ports<Message>): Promise<boolean> {
	const report = ports.readReport(record);
	if (report === null) return true;
	const { ledger, sink, telemetry } = ports;
	if (report.kind === "wake") return isHeldSent(record, ports);
	const [message, key] = [ports.toReportMessage(report), keys[report.kind]];
	try {
		const publishedAt = await ledger.publishedAt(key, sink);
		if (publishedAt !== null && publishedAt >= report.at) return true;
		const notBefore = await ports.notBefore();
		if (notBefore !== null && ports.now() < Date.parse(notBefore)) {
			throw new TryLaterError(`nothing is posted before ${notBefore}`);
		}
		const what = await ports.post(message);
		await ledger.confirm(key, sink, report.at);
		telemetry.delivered(undefined, what);
		return true;
	} catch (error) {
		const reason = messageOf(error);
		if (error instanceof TryLaterError && ageOf(record, ports) < maxAgeMs) {
			telemetry.failed(undefined, reason);
			return false;
		}
		return store(record, message, reason, ports);
	}
}

/** False if the record has to be delivered again. When it is old, what is left waits for the next one, or is a dead letter. */
async function isHeldSent<Message>(record: DynamoDBRecord, ports: Ports<Message>): Promise<boolean> {
	const { telemetry } = ports;
	try {
		telemetry.delivered(undefined, await ports.sendHeld(record));
		return true;
	} catch (error) {
		telemetry.failed(undefined, messageOf(error));
		return ageOf(record, ports) >= maxAgeMs;
	}
}

async function store<Message>(
	record: DynamoDBRecord,
	body: Message,
	reason: string,
	{ storeUndelivered, sink, telemetry }: Ports<Message>,
): Promise<boolean> {
	try {
		await storeUndelivered({ body, reason, sink, ...undeliveredId(record, body) });
		telemetry.undelivered(undefined, reason);
		return true;
	} catch (error) {
		telemetry.failed(undefined, messageOf(error));
		return false;
	}
}
