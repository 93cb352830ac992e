import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientOptions } from "./options.ts";

let client: DynamoDBClient | undefined;

/** The client of Amazon DynamoDB: built at the first use, once per cold start. */
export function dynamodbClient(): DynamoDBClient {
	client ??= new DynamoDBClient(clientOptions());
	return client;
}
