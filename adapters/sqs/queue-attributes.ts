import { GetQueueAttributesCommand, type QueueAttributeName, type SQSClient } from "@aws-sdk/client-sqs";
import { type Fields, fieldsIn } from "../../core/json.ts";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "sqs:GetQueueAttributes", on: "the stack's queues" },
];

const counts = [
	"ApproximateNumberOfMessages",
	"ApproximateNumberOfMessagesNotVisible",
	"ApproximateNumberOfMessagesDelayed",
] as const;

/** Messages of a queue, also those in flight and delayed ones; null if there is no such queue. Throws FailedCallError. */
export async function countMessages(client: SQSClient, queueUrl: string): Promise<number | null> {
	const attributes = await readAttributes(client, queueUrl, counts, counts[0]);
	return attributes && counts.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0);
}

export interface QueueSettings {
	/** The policy of the queue; {} if it has none. */
	readonly policy: Fields;
	/** When messages are moved to which queue; {} if never. */
	readonly redrive: Fields;
}

/** Who may use a queue, and what it does with messages that fail; null if there is no such queue. Throws FailedCallError. */
export async function readQueueSettings(client: SQSClient, queueUrl: string): Promise<QueueSettings | null> {
	const attributes = await readAttributes(client, queueUrl, ["QueueArn", "Policy", "RedrivePolicy"], "QueueArn");
	return attributes && { policy: fieldsAt(attributes["Policy"]), redrive: fieldsAt(attributes["RedrivePolicy"]) };
}

/** `always`: the one that every queue has. */
async function readAttributes(
	client: SQSClient,
	QueueUrl: string,
	names: readonly QueueAttributeName[],
	always: QueueAttributeName,
): Promise<Readonly<Record<string, string>> | null> {
	const action = "sqs:GetQueueAttributes";
	const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
	const answer = callAws(action, (options) => client.send(command, options), {
		isComplete: ({ Attributes }) => Attributes?.[always] !== undefined,
	});
	const found = await answerOrNull(action, answer, noQueue);
	return found && (found.Attributes ?? {});
}

/** The name in the service model, and the one in the query protocol. */
const noQueue = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

/** SQS accepts only JSON objects for both. */
const fieldsAt = (text: string | undefined): Fields => (text ? fieldsIn(JSON.parse(text)) : {});
