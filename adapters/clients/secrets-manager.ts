import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientOptions } from "./options.ts";

let client: SecretsManagerClient | undefined;

/** The client of AWS Secrets Manager: built at the first use, once per cold start. */
export function secretsManagerClient(): SecretsManagerClient {
	client ??= new SecretsManagerClient(clientOptions());
	return client;
}
