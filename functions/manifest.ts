import type { AdapterName } from "../adapters/permissions.ts";
import type { environment } from "../core/environment.ts";

/*
 * Every function of the pipeline, declared once, as data. The bundles, the permissions of each role, the constructs and outputs of
 * the stack, the demo's event routing and the lists in the tests are derived from it.
 */

/** The key of an environment variable in core/environment.ts. */
export type Variable = keyof typeof environment;

export interface FunctionEntry {
	/** The folder of its handler in functions/. */
	readonly name: string;
	/** The id of its construct in the stack. It is the prefix of its stack outputs; the alarms and the runbook use it. */
	readonly construct: string;
	/** What it does, for the console and for its alarms; completes "the function that …". */
	readonly description: string;
	/** The adapters through which it calls AWS. They determine the permissions of its role. */
	readonly adapters: readonly AdapterName[];
	/** Variables that it requires in order to start. */
	readonly environment: readonly Variable[];
	/** Variables that are set only if the stack has a value for them. */
	readonly optionalEnvironment: readonly Variable[];
}

/** A kind of event: a folder in events/, whose pattern is deployed as one rule. */
interface EventEntry {
	readonly folder: string;
	/** The id of its rule in the route's construct. It ends the name of the rule's stack output. */
	readonly rule: string;
}

/** rules ─► queue ─► function. `name` is also the service name in logs and metrics. */
export interface RouteEntry extends FunctionEntry {
	/** What it receives. Kinds of events whose checks read the same from AWS share a queue and a function, because an idle queue costs money. */
	readonly events: readonly [EventEntry, ...EventEntry[]];
	/** Number of batches that are handled concurrently; 2 to 1000. */
	readonly maxConcurrency: number;
	/** Number of events in a batch. */
	readonly batchSize: number;
	/** Seconds for which events wait, so that a flood about one subject is one check; 0 for a route that can block. */
	readonly delaySeconds: number;
	/** The route that checks task definitions; others send it those that wait for an image. */
	readonly checksFamilies?: true;
}

/** ledger's stream ─► function. */
export interface SinkEntry extends FunctionEntry {
	/** The name under which the ledger records what the sink has handled; also the service name in logs and metrics. */
	readonly sink: string;
	/** Number of changes in a batch. */
	readonly batchSize: number;
	/** The section of docs/runbook.md about undelivered items. */
	readonly runbook: string;
}

/** Each batch ends well within the timeout; pipeline/sinks/ and the visibility timeout of the queues rely on this. */
export const functionDefaults = { memoryMiB: 512, timeoutSeconds: 60 } as const;

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
		adapters: [...everyRoute.adapters, "ecr/read-image", "ecr/read-repository", "ecs/read-images-in-use"],
		maxConcurrency: 10,
		batchSize: 10,
		delaySeconds: 0,
	},
	{
		...everyRoute,
		name: "task-definition-registered",
		construct: "TaskDefinitionRegistered",
		events: [
			{ folder: "task-definition-registered", rule: "Rule" },
			{ folder: "deployment-started", rule: "DeploymentStartedRule" },
		],
		description: "checks a task definition when a revision is registered, and stops what the policy blocks",
		adapters: [
			...everyRoute.adapters,
			"ecs/read-task-definition",
			"ecr/read-container-images",
			"ecs/read-platform-versions",
			"ecs/deregister",
		],
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
			"security-hub/import-findings",
			"security-hub/read-findings",
			"security-hub/update-workflow",
			"sqs/send-later",
		],
		// Its own queue: findings that failed again are checked once more after five minutes.
		environment: [...everySink.environment, "queueUrl"],
		batchSize: 100,
		runbook: "undelivered-findings",
	},
	{
		...everySink,
		name: "notify-slack",
		construct: "Slack",
		description: "notifies Slack of changed verdicts",
		sink: "slack",
		adapters: [
			...everySink.adapters,
			"dynamodb/not-before",
			"secrets-manager/read-webhook",
			"security-hub/read-findings",
		],
		environment: [...everySink.environment, "slackSecretArn"],
		optionalEnvironment: ["slackOrigin"],
		// Slack accepts about one message per second.
		batchSize: 10,
		runbook: "undelivered-messages",
	},
] as const satisfies readonly SinkEntry[];

export const functions = [...routes, ...sinks] as const;

export type FunctionName = (typeof functions)[number]["name"];
export type RouteName = (typeof routes)[number]["name"];
export type SinkName = (typeof sinks)[number]["sink"];
