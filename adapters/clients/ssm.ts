import { SSMClient } from "@aws-sdk/client-ssm";
import { clientOptions } from "./options.ts";

let client: SSMClient | undefined;

/** The client of AWS Systems Manager: built at the first use, once per cold start. */
export function ssmClient(): SSMClient {
	client ??= new SSMClient(clientOptions());
	return client;
}
