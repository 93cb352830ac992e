import type { AdapterName } from "../adapters/permissions.ts";
import type { environment } from "../core/environment.ts";

/*
 * Every function of the pipeline, once, as data. What is bundled, what each role is allowed, the constructs and outputs of
 * the stack, where the demo sends an event and what the tests go through all follow from these lists.
 */

/** An environment variable, by its key in core/environment.ts. */
export type Variable = keyof typeof environment;

export interface FunctionEntry {
	/** Folder of its handler in functions/. */
	readonly name: string;
	/** Id of its construct in the stack. Its stack outputs begin with it, and the alarms and the runbook use it. */
	readonly construct: string;
	/** What it does, for the console and its alarms; completes "the function that …". */
	readonly description: string;
	/** Adapters through which it calls AWS. Its role is allowed what they call, and nothing else. */
	readonly adapters: readonly AdapterName[];
	/** Variables without which it does not start. */
	readonly environment: readonly Variable[];
	/** Variables that are only set where the stack has a value for them. */
	readonly optionalEnvironment: readonly Variable[];
}

/** rule ─► queue ─► function. `name` is also the folder in events/ and the service that logs and metrics name. */
export interface RouteEntry extends FunctionEntry {
	/** Batches of ten events that are handled at a time; 2 to 1000. */
	readonly maxConcurrency: number;
}

/** ledger's stream ─► function. */
export interface SinkEntry extends FunctionEntry {
	/** Name under which the ledger keeps what the sink has handled; also the service that logs and metrics name. */
	readonly sink: string;
	/** Changes that are handled at a time. */
	readonly batchSize: number;
	/** Section of docs/runbook.md about what could not be delivered. */
	readonly runbook: string;
}

/** Each batch ends well within the time-out: pipeline/sinks/ counts on it, and so does the queues' visibility timeout. */
export const everyFunction = { memoryMiB: 512, timeoutSeconds: 60 } as const;

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
		description: "judges an image when a scan of it has ended",
		adapters: [...everyRoute.adapters, "ecr/read-image"],
		maxConcurrency: 10,
	},
	{
		...everyRoute,
		name: "image-pushed",
		construct: "ImagePushed",
		description: "judges an image and its repository when it was pushed",
		adapters: [...everyRoute.adapters, "ecr/read-image", "ecr/read-repository", "ecs/read-images-in-use"],
		maxConcurrency: 10,
	},
	{
		...everyRoute,
		name: "task-definition-registered",
		construct: "TaskDefinitionRegistered",
		description: "judges a task definition when a revision was registered, and stops what the policy blocks",
		adapters: [
			...everyRoute.adapters,
			"ecs/read-task-definition",
			"ecr/read-container-images",
			"ecs/read-platform-versions",
			"ecs/deregister",
		],
		// ECS answers 20 reads a second and takes one change a second.
		maxConcurrency: 2,
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
		adapters: [...everySink.adapters, "security-hub/import-findings", "security-hub/resolve-findings"],
		batchSize: 100,
		runbook: "undelivered-findings",
	},
	{
		...everySink,
		name: "notify-slack",
		construct: "Slack",
		description: "tells Slack what changed",
		sink: "slack",
		adapters: [...everySink.adapters, "secrets-manager/read-webhook"],
		environment: [...everySink.environment, "slackSecretArn"],
		optionalEnvironment: ["slackOrigin"],
		// Slack takes about one message a second.
		batchSize: 10,
		runbook: "undelivered-messages",
	},
] as const satisfies readonly SinkEntry[];

export const functions = [...routes, ...sinks] as const;

export type FunctionName = (typeof functions)[number]["name"];
export type RouteName = (typeof routes)[number]["name"];
export type SinkName = (typeof sinks)[number]["sink"];
