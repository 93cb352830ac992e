import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { sendMessage } from "./send-message.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "own-queue" }];

/** Sends JSON to the function's own queue; it arrives after a delay of 0 to 900 s, the limits of SQS. Throws TryLaterError. */
export const sendLater = (client: SQSClient, queueUrl: string, content: unknown, delaySeconds: number): Promise<void> =>
	sendMessage(client, queueUrl, { body: JSON.stringify(content), delaySeconds });
