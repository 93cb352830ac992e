import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { clientOptions } from "./options.ts";
import { createSnsClient } from "./sns.ts";

/** The clients of the operator's commands. */
export interface OperatorClients {
	readonly cloudformation: CloudFormationClient;
	readonly cloudtrail: CloudTrailClient;
	readonly dynamodb: DynamoDBClient;
	readonly ecr: ECRClient;
	readonly ecs: ECSClient;
	readonly events: EventBridgeClient;
	readonly lambda: LambdaClient;
	readonly secrets: SecretsManagerClient;
	readonly securityHub: SecurityHubClient;
	/** Of a Region: a topic may be in another one than the stack. */
	readonly sns: (region: string) => SNSClient;
	readonly sqs: SQSClient;
	readonly ssm: SSMClient;
	readonly tagging: ResourceGroupsTaggingAPIClient;
}

/** With the SDK's chain of credentials. `region`: undefined for the one of the environment or of the profile. */
export function createOperatorClients(region: string | undefined): OperatorClients {
	const options = { ...clientOptions(), ...(region === undefined ? {} : { region }) };
	return {
		cloudformation: new CloudFormationClient(options),
		cloudtrail: new CloudTrailClient(options),
		dynamodb: new DynamoDBClient(options),
		ecr: new ECRClient(options),
		ecs: new ECSClient(options),
		events: new EventBridgeClient(options),
		lambda: new LambdaClient(options),
		secrets: new SecretsManagerClient(options),
		securityHub: new SecurityHubClient(options),
		sns: createSnsClient,
		// With an endpoint of its own, as in a local run, the addresses of queues would be used instead, with a warning for each call.
		sqs: new SQSClient({ ...options, useQueueUrlAsEndpoint: false }),
		ssm: new SSMClient(options),
		tagging: new ResourceGroupsTaggingAPIClient(options),
	};
}
