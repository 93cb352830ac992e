import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { clientOptions } from "./options.ts";

let client: SecurityHubClient | undefined;

/** The client of AWS Security Hub: built at the first use, once per cold start. */
export function securityHubClient(): SecurityHubClient {
	client ??= new SecurityHubClient(clientOptions());
	return client;
}
