import { endpoints } from "./endpoints.ts";
import type { RouteEntry, SinkEntry } from "./entries.ts";
import { hooks } from "./hooks.ts";
import { workers } from "./workers.ts";

export { defaultStackName } from "./default-stack-name.ts";
export { endpoints, hooks, workers };

/*
 * Every function of the pipeline, declared once, as data. The bundles, the permissions of each role, the constructs and outputs of
 * the stack, the demo's event routing and the lists in the tests are derived from it.
 */

/** Each batch ends well within the timeout; pipeline/sinks/ and the visibility timeout of the queues rely on this. */
export const functionDefaults = { memoryMiB: 512, timeoutSeconds: 60 } as const;

/**
 * Number of attempts to handle a message before it becomes a dead letter, so that together they last more than an hour. Routes and
 * workers return what fails after 10 s, then 20 s, … up to 10 minutes, or half of that; a sink's own queue returns it after the
 * visibility timeout of six minutes.
 */
export const maxReceiveCounts = { routes: 20, workers: 20, sinks: 15 } as const;

const everyRoute = {
	adapters: ["dynamodb/ledger", "sqs/dead-letters", "sqs/requeue", "sqs/retry-soon", "sqs/send-messages"],
	environment: ["ledgerTable", "queueUrl", "familyQueueUrl", "deadLetterQueueUrl"],
	optionalEnvironment: ["replaySource"],
} as const;

export const routes = [
	{
		...everyRoute,
		name: "image-scanned",
		construct: "ImageScanned",
		events: [{ folder: "image-scanned", rule: "Rule" }],
		description: "checks an image when a scan of it ends",
		adapters: [...everyRoute.adapters, "ecr/read-image"],
		maxConcurrency: 10,
		// Amazon Inspector sends one event for each finding, hundreds within seconds.
		batchSize: 100,
		delaySeconds: 20,
	},
	{
		...everyRoute,
		name: "image-pushed",
		construct: "ImagePushed",
		events: [
			{ folder: "image-pushed", rule: "Rule" },
			{ folder: "image-deleted", rule: "ImageDeletedRule" },
			{ folder: "repository-changed", rule: "RepositoryChangedRule" },
		],
		description: "checks repositories and images when they are created, changed or deleted",
		adapters: [
			...everyRoute.adapters,
			"ecr/read-image",
			"ecr/read-repository",
			"dynamodb/used-images",
			"dynamodb/refresh-requests",
			"dynamodb/arrivals",
			"sqs/send-refresh",
			"sqs/send-sweep",
		],
		environment: [...everyRoute.environment, "refreshQueueUrl", "sweepQueueUrl"],
		maxConcurrency: 10,
		batchSize: 10,
		delaySeconds: 0,
		checksRepositories: true,
	},
	{
		...everyRoute,
		name: "task-definition-registered",
		construct: "TaskDefinitionRegistered",
		events: [
			{ folder: "task-definition-registered", rule: "Rule" },
			{ folder: "deployment-started", rule: "DeploymentStartedRule" },
			{ folder: "ecs-changed", rule: "EcsChangedRule" },
			{ folder: "task-set-created", rule: "TaskSetCreatedRule" },
		],
		description:
			"checks task definitions, services, clusters and capacity providers when they change, and stops what the policy blocks",
		adapters: [
			...everyRoute.adapters,
			"ecs/read-task-definition",
			"ecr/read-container-images",
			"ecs/read-platform-versions",
			"ecs/deregister",
			"ecs/tag-revision",
			"ssm/read-off-switch",
			"dynamodb/block-records",
			"ecs/read-service",
			"ecs/read-cluster",
			"ecs/read-capacity-provider",
			"dynamodb/used-images",
			"dynamodb/refresh-requests",
			"dynamodb/arrivals",
			"dynamodb/turns",
			"sqs/send-refresh",
		],
		environment: [...everyRoute.environment, "refreshQueueUrl", "offSwitchParameter"],
		optionalEnvironment: [...everyRoute.optionalEnvironment, "replayCanBlock"],
		// ECS allows 20 reads per second and one change per second.
		maxConcurrency: 2,
		batchSize: 10,
		delaySeconds: 0,
		checksFamilies: true,
	},
] as const satisfies readonly RouteEntry[];

const everySink = {
	adapters: ["dynamodb/published", "sqs/undelivered"],
	environment: ["ledgerTable", "deadLetterQueueUrl"],
	optionalEnvironment: [],
} as const;

export const sinks = [
	{
		...everySink,
		name: "publish-findings",
		construct: "Findings",
		description: "publishes changed verdicts to Security Hub",
		sink: "security-hub",
		adapters: [
			...everySink.adapters,
			"dynamodb/resolutions",
			"dynamodb/sink-pace",
			"security-hub/import-findings",
			"security-hub/read-findings",
			"security-hub/update-workflow",
			"sqs/send-later",
		],
		// Its own queue: findings that failed again are checked once more after five minutes.
		environment: [...everySink.environment, "queueUrl"],
		batchSize: 100,
		windowSeconds: 1,
		bisects: true,
		readsSweeps: false,
	},
	{
		...everySink,
		name: "notify-slack",
		construct: "Slack",
		description: "notifies Slack, or an SNS topic, of changed verdicts",
		sink: "slack",
		adapters: [
			...everySink.adapters,
			"dynamodb/held-changes",
			"dynamodb/not-before",
			"dynamodb/add-report",
			"dynamodb/sink-pace",
			"dynamodb/threads",
			"dynamodb/unconfirmed",
			"secrets-manager/read-slack-secret",
			"security-hub/read-findings",
			"sns/publish",
		],
		environment: everySink.environment,
		optionalEnvironment: ["slackSecretArn", "notificationTopicArn", "slackOrigin", "govSlack"],
		// What happens within the window to one subject is one notification, and many notifications are one message.
		batchSize: 100,
		windowSeconds: 20,
		// Halves would be more messages, and no record fails a batch as a whole: each has an outcome of its own.
		bisects: false,
		readsSweeps: true,
	},
] as const satisfies readonly SinkEntry[];

export const functions = [...routes, ...workers, ...sinks, ...hooks, ...endpoints] as const;

export type FunctionName = (typeof functions)[number]["name"];
export type RouteName = (typeof routes)[number]["name"];
export type WorkerName = (typeof workers)[number]["name"];
export type EndpointName = (typeof endpoints)[number]["name"];
export type HookName = (typeof hooks)[number]["name"];
export type SinkName = (typeof sinks)[number]["sink"];
