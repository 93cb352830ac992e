import { SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "./options.ts";

let client: SQSClient | undefined;

/** The client of Amazon SQS: built at the first use, once per cold start. */
export function sqsClient(): SQSClient {
	client ??= new SQSClient(clientOptions());
	return client;
}
