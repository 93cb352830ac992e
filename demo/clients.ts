import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SQSClient } from "@aws-sdk/client-sqs";

/** Clients of the emulated AWS: never of a real one, as each has an endpoint of the loopback interface. */
export interface Clients {
	readonly ecs: ECSClient;
	readonly events: EventBridgeClient;
	readonly sqs: SQSClient;
	readonly dynamodb: DynamoDBClient;
	readonly secrets: SecretsManagerClient;
	readonly securityHub: SecurityHubClient;
}

/** Where each service answers; what is not named answers at `rest`. */
export interface Endpoints {
	readonly ecr: string;
	readonly ecs: string;
	readonly securityHub: string;
	readonly rest: string;
}

export function clientsOf(endpoints: Endpoints, account: string, region: string): Clients {
	const at = (endpoint: string) => ({
		endpoint,
		region,
		credentials: { accessKeyId: account, secretAccessKey: "local" },
		maxAttempts: 3,
		requestHandler: { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
	});
	return {
		ecs: new ECSClient(at(endpoints.ecs)),
		events: new EventBridgeClient(at(endpoints.rest)),
		sqs: new SQSClient(at(endpoints.rest)),
		dynamodb: new DynamoDBClient(at(endpoints.rest)),
		secrets: new SecretsManagerClient(at(endpoints.rest)),
		securityHub: new SecurityHubClient(at(endpoints.securityHub)),
	};
}
