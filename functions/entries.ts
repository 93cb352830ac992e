import type { AdapterName } from "../adapters/permissions.ts";
import type { environment } from "../core/environment.ts";
import type { SubjectKind } from "../core/subject.ts";

/** The key of an environment variable in core/environment.ts. */
export type Variable = keyof typeof environment;

export interface FunctionEntry {
	/** The folder of its handler in functions/. */
	readonly name: string;
	/** The id of its construct in the stack. It is the prefix of its stack outputs; the runbook uses it. */
	readonly construct: string;
	/** What it does, for the console; completes "the function that …". */
	readonly description: string;
	/** The adapters through which it calls AWS. They determine the permissions of its role. */
	readonly adapters: readonly AdapterName[];
	/** Variables that it requires in order to start. */
	readonly environment: readonly Variable[];
	/** Variables that are set only if the stack has a value for them. */
	readonly optionalEnvironment: readonly Variable[];
}

/** A kind of event: a folder in events/, whose pattern is deployed as one rule. */
export interface EventEntry {
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
	/** The route that checks task definitions, services, clusters and capacity providers; others send it those that use an image. */
	readonly checksFamilies?: true;
	/** The route that checks repositories; the function that reads which images are in use sends it those that wait for them. */
	readonly checksRepositories?: true;
}

/**
 * queue ─► function, for work that other functions request, or for events that lead to no check by itself. `name` is also the service name
 * in logs and metrics.
 */
export interface WorkerEntry extends FunctionEntry {
	/** What it receives from EventBridge. A kind of event that a route receives as well has a second rule here. */
	readonly events?: readonly [EventEntry, ...EventEntry[]];
	/** Number of batches that are handled concurrently, 2 to 1000; absent: no limit, and Lambda polls an idle queue less, which costs less. */
	readonly maxConcurrency?: number;
	readonly timeoutSeconds: number;
	/** Number of requests in a batch. */
	readonly batchSize: number;
	/** A rule that sends a request again and again: its id in the worker's construct, and the schedule expression. */
	readonly schedule?: { readonly rule: string; readonly expression: string };
}

/** ECS or CloudFormation ─► function. `name` is also the service name in logs and metrics. */
export interface HookEntry extends FunctionEntry {
	/** The caller waits for the answer. */
	readonly timeoutSeconds: number;
	/** `ecs`: the lifecycle hook of services; `cloudformation`: a Lambda hook of the account and Region. */
	readonly calledBy: "ecs" | "cloudformation";
	/** The kinds of subjects whose controls it evaluates. */
	readonly judges: readonly SubjectKind[];
}

/** A service outside AWS ─► URL ─► function. `name` is also the service name in its log. */
export interface EndpointEntry extends FunctionEntry {
	/** The caller waits for the response. */
	readonly timeoutSeconds: number;
	/** Requests that it handles at the same time; more are rejected. */
	readonly reservedConcurrency: number;
}

/** ledger's stream ─► function. */
export interface SinkEntry extends FunctionEntry {
	/** The name under which the ledger records what the sink has handled; also the service name in logs and metrics. */
	readonly sink: string;
	/** Number of changes in a batch. */
	readonly batchSize: number;
	/** Seconds for which changes are collected before a batch that is not full is handled. */
	readonly windowSeconds: number;
	/** Whether Lambda halves a batch that fails as a whole, to get at the record that is the reason. */
	readonly bisects: boolean;
	/** Whether it also receives what the first sweep found. */
	readonly readsSweeps: boolean;
}
