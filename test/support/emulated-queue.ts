import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { awsError } from "./aws-errors.ts";
import type { ReceivedMessage } from "./dead-letters.ts";
import type { EmulatedAws } from "./moto.ts";

export interface EmulatedQueue {
	readonly client: SQSClient;
	readonly url: string;
	/** The visible messages in the order of sending; they stay in the queue. */
	readonly received: () => Promise<readonly ReceivedMessage[]>;
	/** While true, the client's calls are throttled before they leave. */
	readonly setDown: (isDown: boolean) => void;
}

/** Characters that SQS accepts in a message (API reference, SendMessage); moto accepts all. */
const refused = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export async function createQueue({ client: options, url }: EmulatedAws, QueueName: string): Promise<EmulatedQueue> {
	const admin = new SQSClient(options);
	const { QueueUrl = "" } = await admin.send(new CreateQueueCommand({ QueueName }));
	const client = new SQSClient(options);
	let down = false;
	client.middlewareStack.add((next) => async (args) => {
		if (down) throw awsError("RequestThrottled");
		const { MessageBody = "" } = args.input as { readonly MessageBody?: string };
		if (refused.test(MessageBody)) throw awsError("InvalidMessageContents");
		return next(args);
	});
	const received = async (): Promise<readonly ReceivedMessage[]> => {
		const { Messages = [] } = await admin.send(
			new ReceiveMessageCommand({
				QueueUrl,
				MaxNumberOfMessages: 10,
				VisibilityTimeout: 0,
				MessageAttributeNames: ["All"],
			}),
		);
		return Messages.map(({ Body = "", MessageAttributes = {} }) => ({
			body: Body,
			attributes: Object.fromEntries(
				Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue ?? ""]),
			),
		}));
	};
	return {
		client,
		url: new URL(new URL(QueueUrl).pathname, url).href,
		received,
		setDown: (isDown) => {
			down = isDown;
		},
	};
}
