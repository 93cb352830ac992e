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

/** rule ─► queue ─► function. `name` is also the folder in events/ and the service name in logs and metrics. */
export interface RouteEntry extends FunctionEntry {
	/** Number of batches of ten events that are handled concurrently; 2 to 1000. */
	readonly maxConcurrency: number;
}

/** queue ─► function, for work that other functions request. `name` is also the service name in logs and metrics. */
export interface WorkerEntry extends FunctionEntry {
	readonly timeoutSeconds: number;
	/** The section of docs/runbook.md about its dead letters. */
	readonly runbook: string;
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
	adapters: ["dynamodb/ledger", "sqs/dead-letters", "sqs/requeue"],
	environment: ["ledgerTable", "queueUrl", "deadLetterQueueUrl"],
	optionalEnvironment: ["replaySource"],
} as const;

export const routes = [
	{
		...everyRoute,
		name: "image-scanned",
		construct: "ImageScanned",
		description: "checks an image when a scan of it ends",
		adapters: [...everyRoute.adapters, "ecr/read-image"],
		maxConcurrency: 10,
	},
	{
		...everyRoute,
		name: "image-pushed",
		construct: "ImagePushed",
		description: "checks an image and its repository when the image is pushed",
		adapters: [
			...everyRoute.adapters,
			"ecr/read-image",
			"ecr/read-repository",
			"dynamodb/used-images",
			"dynamodb/refresh-requests",
			"sqs/send-refresh",
		],
		environment: [...everyRoute.environment, "refreshQueueUrl"],
		maxConcurrency: 10,
	},
	{
		...everyRoute,
		name: "task-definition-registered",
		construct: "TaskDefinitionRegistered",
		description: "checks a task definition when a revision is registered, and stops what the policy blocks",
		adapters: [
			...everyRoute.adapters,
			"ecs/read-task-definition",
			"ecr/read-container-images",
			"ecs/read-platform-versions",
			"ecs/deregister",
		],
		// ECS allows 20 reads per second and one change per second.
		maxConcurrency: 2,
	},
] as const satisfies readonly RouteEntry[];

export const workers = [
	{
		name: "refresh-images-in-use",
		construct: "ImagesInUse",
		description: "reads from ECS which images are in use",
		adapters: [
			"ecs/read-used-images",
			"dynamodb/used-images",
			"dynamodb/refresh-requests",
			"dynamodb/waiting-repositories",
			"sqs/send-rechecks",
			"sqs/requeue",
			"sqs/dead-letters",
		],
		environment: ["ledgerTable", "queueUrl", "recheckQueueUrl", "deadLetterQueueUrl"],
		optionalEnvironment: [],
		// Reading the services of a large account at half of ECS's rates takes minutes.
		timeoutSeconds: 300,
		runbook: "images-in-use",
	},
] as const satisfies readonly WorkerEntry[];

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
		adapters: [...everySink.adapters, "security-hub/import-findings", "security-hub/resolve-findings"],
		batchSize: 100,
		runbook: "undelivered-findings",
	},
	{
		...everySink,
		name: "notify-slack",
		construct: "Slack",
		description: "notifies Slack of changed verdicts",
		sink: "slack",
		adapters: [...everySink.adapters, "secrets-manager/read-webhook"],
		environment: [...everySink.environment, "slackSecretArn"],
		optionalEnvironment: ["slackOrigin"],
		// Slack accepts about one message per second.
		batchSize: 10,
		runbook: "undelivered-messages",
	},
] as const satisfies readonly SinkEntry[];

export const functions = [...routes, ...workers, ...sinks] as const;

export type FunctionName = (typeof functions)[number]["name"];
export type RouteName = (typeof routes)[number]["name"];
export type WorkerName = (typeof workers)[number]["name"];
export type SinkName = (typeof sinks)[number]["sink"];
