import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { sendMessage } from "./send-message.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "deployment-queue" }];

/** Has the answer of a person given by the function that answers PAUSE hooks. Throws TryLaterError. */
export const sendAnswer = (client: SQSClient, queueUrl: string, body: string): Promise<void> =>
	sendMessage(client, queueUrl, { body });
