import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { SweepReport } from "../../adapters/dynamodb/stream-record.ts";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import { ageOf, maxAgeMs, type Ports as StreamPorts } from "../stream.ts";
import type { SweepSummary } from "../sweep-summary.ts";
import { undeliveredId } from "../undelivered-id.ts";

export interface SweepReportPorts<Message> {
	/** What the first sweep found; null in a record of another item. */
	readonly readReport: (record: DynamoDBRecord) => SweepReport | null;
	readonly toReportMessage: (summary: SweepSummary, isComplete: boolean) => Message;
	/** Throws TryLaterError if a retry may succeed. */
	readonly post: (message: Message) => Promise<string>;
	/** The time (ISO 8601) before which no invocation posts; null if there is none. */
	readonly notBefore: () => Promise<string | null>;
}

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
type Ports<Message> = SweepReportPorts<Message> & StreamPorts;

/** Under this key the ledger records which report a sink has posted, as for a subject. */
const reported = "sweep";

/**
 * A stream reader that also posts what the first sweep found, in one message. Records of other items are left to `readChanges`. A
 * report ends as a change does: posted, moved to the dead-letter queue, or failed.
 */
export function readSweepReports<Message>(readChanges: Handler, ports: Ports<Message>): Handler {
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
	const message = ports.toReportMessage(report.summary as SweepSummary, report.failed === 0);
	try {
		const publishedAt = await ledger.publishedAt(reported, sink);
		if (publishedAt !== null && publishedAt >= report.startedAt) return true;
		const notBefore = await ports.notBefore();
		if (notBefore !== null && ports.now() < Date.parse(notBefore)) {
			throw new TryLaterError(`nothing is posted before ${notBefore}`);
		}
		const what = await ports.post(message);
		await ledger.confirm(reported, sink, report.startedAt);
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
