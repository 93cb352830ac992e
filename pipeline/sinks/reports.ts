import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { reportKeys } from "../../adapters/dynamodb/items.ts";
import type { Report } from "../../adapters/dynamodb/stream-record.ts";
import type { Destination } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import type { Ports as StreamPorts } from "../stream.ts";
import { isOverdue } from "../stream-records.ts";
import { undeliveredId } from "../undelivered-id.ts";
import type { UndeliveredMessage } from "./chat.ts";
import { type ChannelPorts, openChannel, postingTimeMs, reasonNot } from "./chat-channel.ts";

export interface ReportPorts<Message> extends ChannelPorts<Message> {
	/** What a sweep or a summary found; null in a record of another item. */
	readonly readReport: (record: DynamoDBRecord) => Report | null;
	readonly toReportMessage: (report: PostedReport) => Message;
	/** Sends the changes that were held, because of a record. Returns the outcome, for the log. Throws TryLaterError if any is left. */
	readonly sendHeld: (record: DynamoDBRecord) => Promise<string>;
	readonly defaultDestination: Destination;
}

/** A report that is a message. */
export type PostedReport = Exclude<Report, { readonly kind: "wake" }>;

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
type Ports<Message> = ReportPorts<Message> & StreamPorts;

/** Under these keys the ledger records which report a sink has posted, as for a subject. */
const keys = { "first-sweep": "sweep", summary: "summary" } as const satisfies Record<
	PostedReport["kind"],
	(typeof reportKeys)[number]
>;

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
	/** It may have arrived, and is never sent again. */
	const giveUp = async (reason: string): Promise<boolean> => {
		const isStored = await retryOrStore(record, message, reason, false, ports);
		if (isStored) await ledger.confirm(key, sink, report.at);
		return isStored;
	};
	try {
		const publishedAt = await ledger.publishedAt(key, sink);
		if (publishedAt !== null && publishedAt >= report.at) return true;
		const { once, twice } = (await ports.unconfirmed([key])).get(key) ?? { once: "", twice: null };
		if (twice !== null && twice >= report.at) return await giveUp("unconfirmed twice");
		const channel = await openChannel(ports.defaultDestination, ports);
		const { kind, what } = await channel.post(message, ports.now() + postingTimeMs, []);
		if (kind === "posted") {
			await ledger.confirm(key, sink, report.at);
			telemetry.delivered(undefined, what);
			return true;
		}
		if (kind !== "unconfirmed") return await retryOrStore(record, message, what, kind === "later", ports);
		const time = once >= report.at ? 2 : 1;
		const unrecorded = await reasonNot(ports.recordUnconfirmed([{ arn: key, readAt: report.at }], time));
		const reason = unrecorded === null ? what : `${what}; ${unrecorded}`;
		return time === 2
			? await giveUp(`unconfirmed twice: ${reason}`)
			: await retryOrStore(record, message, reason, true, ports);
	} catch (error) {
		// Only the ledger throws, and that may be repaired: as with a change.
		return retryOrStore(record, message, messageOf(error), true, ports);
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

/** False if the record has to be delivered again. When it is old, what is left waits for the next one, or is a dead letter. */
async function isHeldSent<Message>(record: DynamoDBRecord, ports: Ports<Message>): Promise<boolean> {
	const { telemetry } = ports;
	try {
		telemetry.delivered(undefined, await ports.sendHeld(record));
		return true;
	} catch (error) {
		telemetry.failed(undefined, messageOf(error));
		return isOverdue(record, ports);
	}
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
