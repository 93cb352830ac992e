import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import type { WorkerEntry } from "../../functions/entries.ts";
import { functions, routes, sinks, workers } from "../../functions/manifest.ts";
import { installationOf } from "../../operations/installation.ts";
import { awsError } from "./aws-errors.ts";

const account = "111122223333";
const region = "eu-central-1";
const stackArn = `arn:aws:cloudformation:${region}:${account}:stack/Shipshape/1`;

const urlOf = (name: string): string => `https://sqs.${region}.amazonaws.com/${account}/${name}`;

/** Workers that receive events. */
const receivers = workers.filter((worker) => "events" in worker);

/** The outputs of a stack with every function. */
export const outputs: Readonly<Record<string, string>> = Object.fromEntries([
	["LedgerTableName", "ledger"],
	["SlackSecretArn", `arn:aws:secretsmanager:${region}:${account}:secret:slack`],
	["SlackSecretNeeds", "webhook"],
	["SweepHours", "24"],
	["OffSwitchParameterName", "/shipshape/Shipshape/enforcement"],
	["DeploymentGateFunctionArn", `arn:aws:lambda:${region}:${account}:function:DeploymentGate-function`],
	["DeploymentGateHookRoleArn", `arn:aws:iam::${account}:role/hook`],
	...functions.map(({ construct }) => [`${construct}FunctionName`, `${construct}-function`]),
	...[...functions].flatMap(({ construct }) =>
		["Queue", "DeadLetterQueue", "RuleDeadLetterQueue", "UndeliveredQueue", "GivenUpQueue"].map((queue) => [
			`${construct}${queue}Url`,
			urlOf(`${construct}-${queue}`),
		]),
	),
	...[...routes, ...receivers].flatMap(({ construct, events }) =>
		events.map(({ rule }) => [`${construct}${rule}Name`, `${construct}-${rule}`]),
	),
	...(workers as readonly WorkerEntry[]).flatMap(({ construct, schedule }) =>
		schedule === undefined ? [] : [[`${construct}${schedule.rule}Name`, `${construct}-${schedule.rule}`]],
	),
]);

/** How many rules, functions and queues it has. */
export const sizes = {
	rules: [...routes, ...receivers].reduce((sum, { events }) => sum + events.length, 0) + 1,
	functions: functions.length,
	/** Those of functions, and the dead-letter queues of rules. */
	queues: routes.length * 2 + workers.length + receivers.length + 1,
	deadLetters: routes.length * 2 + workers.length + receivers.length + sinks.length * 2 + 1,
};

/** Answers DescribeStacks with a stack of these outputs; none if null. */
export function installStack(of: Readonly<Record<string, string>> | null = outputs): CloudFormationClient {
	const cloudformation = mockClient(CloudFormationClient);
	const Outputs = Object.entries(of ?? {}).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
	const CreationTime = new Date("2026-11-01T00:00:00Z");
	const stack = {
		StackId: stackArn,
		StackName: "Shipshape",
		CreationTime,
		StackStatus: "CREATE_COMPLETE" as const,
		Outputs,
	};
	cloudformation.on(DescribeStacksCommand).resolves({ Stacks: of === null ? [] : [stack] });
	return new CloudFormationClient({ region: "eu-central-1" });
}

export const anInstallation = installationOf("Shipshape", {
	arn: stackArn,
	createdAt: "2026-11-01T00:00:00.000Z",
	outputs,
});

const services = [
	CloudTrailClient,
	DynamoDBClient,
	ECRClient,
	ECSClient,
	EventBridgeClient,
	LambdaClient,
	ResourceGroupsTaggingAPIClient,
	SecretsManagerClient,
	SecurityHubClient,
	SNSClient,
	SQSClient,
	SSMClient,
];

/** Every call of a service except CloudFormation fails with this error. */
export function failEveryCall(name: string): void {
	for (const service of services) mockClient(service as typeof SQSClient).rejects(awsError(name));
}
