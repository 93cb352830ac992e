import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { SweepReport } from "../../adapters/dynamodb/stream-record.ts";
import type { Destination } from "../../core/destination.ts";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import type { Ports as StreamPorts } from "../stream.ts";
import { isOverdue } from "../stream-records.ts";
import type { SweepSummary } from "../sweep-summary.ts";
import { undeliveredId } from "../undelivered-id.ts";
import type { UndeliveredMessage } from "./chat.ts";
import { type ChannelPorts, openChannel, postingTimeMs } from "./chat-channel.ts";

export interface SweepReportPorts<Message> extends ChannelPorts<Message> {
	/** What the first sweep found; null in a record of another item. */
	readonly readReport: (record: DynamoDBRecord) => SweepReport | null;
	readonly toReportMessage: (summary: SweepSummary, isComplete: boolean) => Message;
	readonly defaultDestination: Destination;
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
	const { startedAt } = report;
	const message = ports.toReportMessage(report.summary as SweepSummary, report.failed === 0);
	try {
		const publishedAt = await ledger.publishedAt(reported, sink);
		if (publishedAt !== null && publishedAt >= startedAt) return true;
		const wasSent = ((await ports.unconfirmed([reported])).get(reported) ?? "") >= startedAt;
		const channel = await openChannel(ports.defaultDestination, ports);
		const { kind, what } = await channel.post(message, ports.now() + postingTimeMs, []);
		if (kind === "posted" || (kind === "unconfirmed" && wasSent)) {
			await ledger.confirm(reported, sink, startedAt);
			telemetry.delivered(undefined, kind === "posted" ? what : `unconfirmed twice: ${what}`);
			return true;
		}
		if (kind === "unconfirmed") await ports.recordUnconfirmed([{ arn: reported, readAt: startedAt }]);
		return await retryOrStore(record, message, what, kind !== "rejected", ports);
	} catch (error) {
		return retryOrStore(record, message, messageOf(error), error instanceof TryLaterError, ports);
	}
}

async function retryOrStore<Message>(
	record: DynamoDBRecord,
	message: Message,
	reason: string,
	later: boolean,
	ports: Ports<Message>,
): Promise<boolean> {
	if (!later || isOverdue(record, ports)) {
		return store(record, { destination: ports.defaultDestination, message }, reason, ports);
	}
	ports.telemetry.failed(undefined, reason);
	return false;
}

async function store<Message>(
	record: DynamoDBRecord,
	body: UndeliveredMessage<Message>,
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
