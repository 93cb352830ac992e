import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "own-queue" }];

/** Sends JSON to the function's own queue; it arrives after a delay of 0 to 900 s, the limits of SQS. Throws TryLaterError. */
export async function sendLater(
	client: SQSClient,
	queueUrl: string,
	content: unknown,
	delaySeconds: number,
): Promise<void> {
	const command = new SendMessageCommand({
		QueueUrl: queueUrl,
		MessageBody: JSON.stringify(content),
		DelaySeconds: delaySeconds,
	});
	await callAws("sqs:SendMessage", (options) => client.send(command, options));
}
