import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { sendMessage } from "./send-message.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "refresh-queue" }];

/**
 * Requests a refresh of the images in use, at once or in up to 900 seconds, the limit of SQS. The message's content is for people;
 * any message has the same effect. Throws TryLaterError.
 */
export const sendRefresh = (
	client: SQSClient,
	queueUrl: string,
	requestedAt: string,
	delaySeconds = 0,
): Promise<void> => sendMessage(client, queueUrl, { body: JSON.stringify({ requestedAt }), delaySeconds });
