import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import { isNamed } from "../failures.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "secretsmanager:GetSecretValue", on: "the Slack secret" },
];

/** The value of a secret, or why it has none. */
export type SecretReading = { readonly value: string } | { readonly absent: "no value" | "marked for deletion" };

/** Reads a secret, by the errors of GetSecretValue (API reference). Throws FailedCallError for the others. */
export async function readSecret(client: SecretsManagerClient, SecretId: string): Promise<SecretReading> {
	const action = "secretsmanager:GetSecretValue";
	const answer = callAws(action, (options) => client.send(new GetSecretValueCommand({ SecretId }), options));
	try {
		const { SecretString } = await explainFailure(action, answer, [
			"ResourceNotFoundException",
			"InvalidRequestException",
		]);
		return SecretString ? { value: SecretString } : { absent: "no value" };
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException")) return { absent: "no value" };
		if (isNamed(error, "InvalidRequestException")) return { absent: "marked for deletion" };
		throw error;
	}
}
