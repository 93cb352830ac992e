import { ECRClient } from "@aws-sdk/client-ecr";
import { clientOptions } from "./options.ts";

let client: ECRClient | undefined;

/** The client of Amazon ECR: built at the first use, once per cold start. */
export function ecrClient(): ECRClient {
	client ??= new ECRClient(clientOptions());
	return client;
}
