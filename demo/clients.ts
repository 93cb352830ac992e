import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SQSClient } from "@aws-sdk/client-sqs";

/** Clients of the emulated AWS. Each has an endpoint on the loopback interface, so none can reach a real account. */
export interface Clients {
	readonly ecs: ECSClient;
	readonly events: EventBridgeClient;
	readonly sqs: SQSClient;
	readonly dynamodb: DynamoDBClient;
	readonly secrets: SecretsManagerClient;
	readonly securityHub: SecurityHubClient;
}

/** The URL of each service; `ministack` serves all services without their own URL. */
export interface Endpoints {
	readonly ecr: string;
	readonly ecs: string;
	readonly securityHub: string;
	readonly ministack: string;
}

export function createClients(endpoints: Endpoints, account: string, region: string): Clients {
	const settingsFor = (endpoint: string) => ({
		endpoint,
		region,
		credentials: { accessKeyId: account, secretAccessKey: "local" },
		maxAttempts: 3,
		requestHandler: { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
	});
	return {
		ecs: new ECSClient(settingsFor(endpoints.ecs)),
		events: new EventBridgeClient(settingsFor(endpoints.ministack)),
		sqs: new SQSClient(settingsFor(endpoints.ministack)),
		dynamodb: new DynamoDBClient(settingsFor(endpoints.ministack)),
		secrets: new SecretsManagerClient(settingsFor(endpoints.ministack)),
		securityHub: new SecurityHubClient(settingsFor(endpoints.securityHub)),
	};
}
