import { createHash, randomUUID } from "node:crypto";
import { AwsError, type Fields, fieldsOf, operationOf, toReply } from "../demo/doubles/aws-json.ts";
import { type Loopback, listen } from "../demo/doubles/loopback.ts";

interface Message {
	readonly id: string;
	readonly body: string;
	readonly attributes: unknown;
	readonly sentAt: number;
	visibleAt: number;
	deliveries: number;
}

/** The messages of a queue by their receipt handles, in the order in which they arrived. */
type Queue = Map<string, Message>;

const visibilityMs = 720_000;

/**
 * The part of SQS that the functions use, for any queue: it exists as soon as its URL is used. Field names as in the service model of
 * SQS; the SDK compares the hash of each body.
 */
export function startQueues(): Promise<Loopback> {
	const queues = new Map<string, Queue>();
	return listen((request) => {
		const fields = fieldsOf(request);
		const name = String(fields["QueueUrl"]);
		const queue: Queue = queues.get(name) ?? new Map();
		queues.set(name, queue);
		return toReply(() => {
			const answer = answers[operationOf(request)];
			if (answer === undefined) throw new AwsError("UnsupportedOperation", operationOf(request));
			return answer(fields, queue);
		});
	});
}

const answers: Readonly<Record<string, (fields: Fields, queue: Queue) => Fields>> = {
	SendMessage: send,
	SendMessageBatch: ({ Entries }, queue) => {
		const successful = entriesIn(Entries).map((entry) => ({ Id: entry["Id"], ...send(entry, queue) }));
		return { Successful: successful, Failed: [] };
	},
	ReceiveMessage: ({ MaxNumberOfMessages }, queue) => {
		const now = Date.now();
		const visible = [...queue]
			.filter(([, { visibleAt }]) => visibleAt <= now)
			.slice(0, Number(MaxNumberOfMessages ?? 1));
		const messages = visible.map(([handle, message]) => {
			message.visibleAt = now + visibilityMs;
			message.deliveries += 1;
			return {
				MessageId: message.id,
				ReceiptHandle: handle,
				Body: message.body,
				MD5OfBody: md5Of(message.body),
				Attributes: { ApproximateReceiveCount: String(message.deliveries), SentTimestamp: String(message.sentAt) },
				MessageAttributes: message.attributes,
			};
		});
		return { Messages: messages };
	},
	DeleteMessageBatch: ({ Entries }, queue) => {
		const entries = entriesIn(Entries);
		for (const { ReceiptHandle } of entries) queue.delete(String(ReceiptHandle));
		return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
	},
	ChangeMessageVisibility: ({ ReceiptHandle, VisibilityTimeout }, queue) => {
		const message = queue.get(String(ReceiptHandle));
		if (message !== undefined) message.visibleAt = Date.now() + Number(VisibilityTimeout) * 1_000;
		return {};
	},
	GetQueueAttributes: (_, queue) => ({ Attributes: { ApproximateNumberOfMessages: String(queue.size) } }),
};

function send({ MessageBody, MessageAttributes = {}, DelaySeconds = 0 }: Fields, queue: Queue): Fields {
	const [id, body, now] = [randomUUID(), String(MessageBody), Date.now()];
	const visibleAt = now + Number(DelaySeconds) * 1_000;
	queue.set(id, { id, body, attributes: MessageAttributes, sentAt: now, visibleAt, deliveries: 0 });
	return { MessageId: id, MD5OfMessageBody: md5Of(body) };
}

const entriesIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : []);

const md5Of = (text: string): string => createHash("md5").update(text).digest("hex");
