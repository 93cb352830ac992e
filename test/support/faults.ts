import { DeleteTrailCommand, PutEventSelectorsCommand, StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeregisterPullTimeUpdateExclusionCommand, PutRegistryScanningConfigurationCommand } from "@aws-sdk/client-ecr";
import {
	DisableRuleCommand,
	ListTargetsByRuleCommand,
	PutTargetsCommand,
	RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
	ListEventSourceMappingsCommand,
	PutFunctionConcurrencyCommand,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { DeleteSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { DisableSecurityHubCommand } from "@aws-sdk/client-securityhub";
import { SendMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { itemOf, sortKeys, sweepKey } from "../../adapters/dynamodb/items.ts";
import { createSweepState } from "../../adapters/dynamodb/sweep-state.ts";
import { listPullTimeExclusions } from "../../adapters/ecr/list-pull-time-exclusions.ts";
import type { Installation, InstalledFunction, InstalledRule } from "../../operations/installation.ts";
import { enforcementFaults } from "./enforcement-faults.ts";
import type { Fault } from "./fault.ts";
import type { Operated } from "./operated.ts";
import { aPushOf } from "./push.ts";

export const faults: Readonly<Record<string, Fault>> = {
	"no trail": {
		break: ({ operator }) => operator.cloudtrail.send(new DeleteTrailCommand({ Name: "shipshape" })),
		found: ["trail"],
		message: /no trail logs write management events/,
	},
	"a trail that is not logging": {
		break: ({ operator }) => operator.cloudtrail.send(new StopLoggingCommand({ Name: "shipshape" })),
		found: ["trail"],
		message: /is not logging/,
	},
	"a trail without management events": {
		break: ({ operator }) =>
			operator.cloudtrail.send(
				new PutEventSelectorsCommand({
					TrailName: "shipshape",
					EventSelectors: [{ ReadWriteType: "ReadOnly", IncludeManagementEvents: true }],
				}),
			),
		found: ["trail"],
		message: /does not log write management events/,
	},
	"a trail with advanced selectors of data events only": {
		break: ({ operator }) =>
			operator.cloudtrail.send(
				new PutEventSelectorsCommand({
					TrailName: "shipshape",
					AdvancedEventSelectors: [
						{
							Name: "objects",
							FieldSelectors: [
								{ Field: "eventCategory", Equals: ["Data"] },
								{ Field: "resources.type", Equals: ["AWS::S3::Object"] },
							],
						},
					],
				}),
			),
		found: ["trail"],
		message: /does not log write management events/,
	},
	"Security Hub not enabled": {
		break: ({ operator }) => operator.securityHub.send(new DisableSecurityHubCommand({})),
		found: ["security-hub"],
		message: /is not enabled/,
	},
	"a disabled rule": {
		break: (operated) =>
			operated.operator.events.send(new DisableRuleCommand({ Name: ruleOf(operated, "ImagePushedRule").name })),
		found: ["rule ImagePushedRule"],
		message: /is disabled/,
	},
	"a disabled schedule": {
		break: (operated) =>
			operated.operator.events.send(new DisableRuleCommand({ Name: ruleOf(operated, "SweepRule").name })),
		found: ["rule SweepRule"],
		message: /is disabled/,
	},
	"a rule without its target": {
		break: (operated) =>
			operated.operator.events.send(
				new RemoveTargetsCommand({ Rule: ruleOf(operated, "ImageScannedRule").name, Ids: ["Queue"] }),
			),
		found: ["rule ImageScannedRule"],
		message: /does not have its queue as a target/,
	},
	"a rule that sends whole events": {
		break: async (operated) => {
			const { name } = ruleOf(operated, "TaskDefinitionRegisteredRule");
			const { events } = operated.operator;
			const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: name }));
			const whole = Targets.map(({ InputTransformer: _, ...target }) => target);
			await events.send(new PutTargetsCommand({ Rule: name, Targets: whole }));
		},
		found: ["rule TaskDefinitionRegisteredRule"],
		message: /does not send the fields that it should$/,
	},
	"a rule with an input transformer, without its target": {
		break: (operated) =>
			operated.operator.events.send(
				new RemoveTargetsCommand({
					Rule: ruleOf(operated, "TaskDefinitionRegisteredEcsChangedRule").name,
					Ids: ["Queue"],
				}),
			),
		found: ["rule TaskDefinitionRegisteredEcsChangedRule"],
		message: /does not have its queue as a target/,
	},
	"a queue without its policy": {
		break: ({ operator, installation }) =>
			operator.sqs.send(
				new SetQueueAttributesCommand({ QueueUrl: queueOf(installation, "ImageScanned"), Attributes: { Policy: "" } }),
			),
		found: ["queue ImageScanned"],
		message: /does not have the policy that lets only its rules send messages/,
	},
	"a queue without its redrive policy": {
		break: ({ operator, installation }) =>
			operator.sqs.send(
				new SetQueueAttributesCommand({
					QueueUrl: queueOf(installation, "Findings"),
					Attributes: { RedrivePolicy: "" },
				}),
			),
		found: ["queue Findings"],
		message: /does not move messages that fail to its dead-letter queue/,
	},
	"dead letters of a rule and of a route": {
		break: async ({ operator, installation }) => {
			for (const { construct, url } of installation.deadLetters) {
				if (construct !== "ImagePushed") continue;
				const MessageBody = JSON.stringify(aPushOf("gone", installation));
				await operator.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
			}
		},
		found: ["dead-letters ImagePushed rule", "dead-letters ImagePushed queue"],
		message: /^1 (?:message|event) that/,
	},
	"a disabled event source mapping": {
		break: (operated) => disableMapping(operated, functionOf(operated, "ImageScanned")),
		found: ["function ImageScanned"],
		message: /does not take its queue/,
	},
	"a reserved concurrency of 0": {
		break: (operated) =>
			operated.operator.lambda.send(
				new PutFunctionConcurrencyCommand({
					FunctionName: functionOf(operated, "TaskDefinitionRegistered").name,
					ReservedConcurrentExecutions: 0,
				}),
			),
		found: ["function TaskDefinitionRegistered"],
		message: /has a reserved concurrency of 0/,
	},
	"a Slack secret that is not a webhook": {
		break: ({ operator, installation }) =>
			operator.secrets.send(
				new PutSecretValueCommand({ SecretId: slackSecretOf(installation), SecretString: "https://example.org/hook" }),
			),
		found: ["slack"],
		message: /does not belong to http/,
		input: ({ doubles }) => `${doubles.slack.webhook}\n`,
	},
	"a Slack secret that is marked for deletion": {
		break: ({ operator, installation }) =>
			operator.secrets.send(
				new DeleteSecretCommand({ SecretId: slackSecretOf(installation), RecoveryWindowInDays: 7 }),
			),
		found: ["slack"],
		message: /is marked for deletion/,
	},
	"a sweep that is overdue": {
		break: ({ operator, installation }) => storeSweep(operator, installation, { hoursAgo: 40, failed: 0 }),
		found: ["sweep"],
		message: /is due every 24 hours/,
	},
	"a sweep with messages that failed": {
		break: ({ operator, installation }) => storeSweep(operator, installation, { hoursAgo: 2, failed: 3 }),
		found: ["sweep"],
		message: /^3 messages of the sweep/,
	},
	"a role whose pulls are recorded": {
		break: async ({ operator }) => {
			const [principalArn] = await listPullTimeExclusions(operator.ecr);
			await operator.ecr.send(new DeregisterPullTimeUpdateExclusionCommand({ principalArn }));
		},
		found: ["pull-times"],
		message: /^the pulls of 1 of/,
	},
	"a registry without a scanning rule": {
		break: ({ operator }) => operator.ecr.send(new PutRegistryScanningConfigurationCommand({ rules: [] })),
		found: ["scanning"],
		message: /has no rule/,
	},
	...enforcementFaults,
};

const ruleOf = ({ installation }: Operated, id: string): InstalledRule =>
	installation.rules.find((rule) => rule.id === id) as InstalledRule;
const queueOf = ({ functions }: Operated["installation"], construct: string): string =>
	functions.find((one) => one.construct === construct)?.queue ?? "";
const functionOf = ({ installation }: Operated, construct: string): InstalledFunction =>
	installation.functions.find((one) => one.construct === construct) as InstalledFunction;

async function disableMapping({ operator }: Operated, { name }: InstalledFunction): Promise<void> {
	const { EventSourceMappings: [mapping] = [] } = await operator.lambda.send(
		new ListEventSourceMappingsCommand({ FunctionName: name }),
	);
	await operator.lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled: false }));
}

async function storeSweep(
	{ dynamodb }: Operated["operator"],
	{ ledgerTable: table }: Operated["installation"],
	{ hoursAgo, failed }: { readonly hoursAgo: number; readonly failed: number },
): Promise<void> {
	const startedAt = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
	const last = await createSweepState(dynamodb, table).last();
	const content = { rules: "-", summary: {}, ...last, startedAt, finishedAt: startedAt, failed };
	await dynamodb.send(new PutItemCommand({ TableName: table, Item: itemOf(sweepKey, sortKeys.lastSweep, content) }));
}

function slackSecretOf({ notified }: Installation): string {
	if (notified.by !== "slack") throw new Error("the installation has no Slack secret");
	return notified.secret;
}
