import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import type { SinkEntry } from "../functions/entries.ts";
import { routes, sinks, workers } from "../functions/manifest.ts";
import type { Clients } from "./clients.ts";
import { run } from "./processes.ts";
import type { Workspace } from "./workspace.ts";

/** Events come from here: PutEvents takes no source that begins with `aws.`. */
export const replaySource = "shipshape.demo";

/** A route, by the construct that the names of its outputs begin with. */
export type RouteName = (typeof routes)[number]["construct"];

/** One route as it is deployed. */
export interface DeployedRoute {
	readonly name: RouteName;
	/** Names of its rules. */
	readonly rules: readonly string[];
	readonly queue: string;
	/** URLs: what the handler refused, and what EventBridge could not deliver. */
	readonly deadLetters: readonly string[];
}

/** A queue of the pipeline's own messages, as it is deployed: of a worker, or of what a sink checks again later. */
interface DeployedQueue {
	/** The construct of the function that takes them. */
	readonly name: (typeof workers | typeof sinks)[number]["construct"];
	readonly queue: string;
	/** URLs: the messages that failed for good, and the events that EventBridge could not deliver. */
	readonly deadLetters: readonly string[];
}

export interface Deployed {
	readonly routes: readonly DeployedRoute[];
	readonly workers: readonly DeployedQueue[];
	/** Names of the rules of events that workers receive. */
	readonly workerRules: readonly string[];
	/** What the sinks check again later. */
	readonly later: readonly DeployedQueue[];
	readonly ledgerTable: string;
	readonly slackSecret: string;
	/** URLs of the queues of what a sink did not take. */
	readonly undelivered: readonly string[];
	/** Everything that the stack puts out, by name. */
	readonly outputs: Readonly<Record<string, string>>;
}

/** What the stack is synthesized with, beyond what a real deployment has. */
export interface LocalContext {
	/** Endpoint variables of the SDK, for what ministack does not answer. */
	readonly localEndpoints: Readonly<Record<string, string>>;
	readonly slackOrigin: string;
	/** Absolute path of the policy file. */
	readonly policy: string;
	/** Seconds for which changes are collected before Slack is notified; those of a real deployment when absent. */
	readonly slackWindowSeconds?: number;
	/** Whether people can answer in Slack for deployments that wait. */
	readonly slackApprovals?: true;
}

/** The options of a deployment into the emulated AWS, as cdk.context.json would have them; without those of the policy and of cdk.json. */
export function localOptionsOf(context: Omit<LocalContext, "policy">): Readonly<Record<string, string>> {
	const { localEndpoints, slackOrigin, slackWindowSeconds, slackApprovals } = context;
	return {
		replaySource,
		// Every event of the demo comes from the replay source, and some show a block.
		replayCanBlock: "true",
		cloudFormationHook: "true",
		slackOrigin,
		...(slackWindowSeconds === undefined ? {} : { slackWindowSeconds: String(slackWindowSeconds) }),
		...(slackApprovals === undefined ? {} : { slackApprovals: "true" }),
		localEndpoints: JSON.stringify(localEndpoints),
	};
}

/** Bundles the functions and synthesizes the real stack; needs no emulator. */
export async function synthesize(workspace: Workspace, context: LocalContext, signal: AbortSignal): Promise<void> {
	const own = JSON.parse(readFileSync(join(workspace.root, "cdk.json"), "utf8")) as { readonly context?: object };
	const values = { ...own.context, ...localOptionsOf(context), policy: context.policy };
	const env = {
		...workspace.env,
		CDK_OUTDIR: assemblyIn(workspace),
		CDK_CONTEXT_JSON: JSON.stringify(values),
		// Templates are validated by the tests and by every `cdk synth`; it would double the time of this one.
		CDK_VALIDATION: "false",
	};
	await run(
		{
			name: "synth",
			command: ["node", "infra/app.ts"],
			env,
			cwd: workspace.root,
			log: join(workspace.logs, "synth.log"),
		},
		signal,
	);
}

/** What every account needs once before its first stack. */
export function bootstrap(workspace: Workspace, ministack: string, signal: AbortSignal): Promise<void> {
	const environment = `aws://${workspace.account}/${workspace.region}`;
	return cdk("bootstrap", ["bootstrap", environment], workspace, ministack, signal);
}

/** Deploys what was synthesized, by the ordinary command line; answers the stack's outputs. */
export async function deploy(workspace: Workspace, ministack: string, signal: AbortSignal): Promise<Deployed> {
	const outputs = join(workspace.temporary, "outputs.json");
	const app = ["--app", assemblyIn(workspace), "--all", "--outputs-file", outputs];
	const quick = ["--require-approval", "never", "--method", "direct", "--progress", "events"];
	await cdk("deploy", ["deploy", ...app, ...quick], workspace, ministack, signal);
	return deployedIn(JSON.parse(readFileSync(outputs, "utf8")));
}

/** Slack's part of an installation that people do by hand: the webhook, or JSON with it, goes into the secret. */
export async function storeSlackSecret({ secrets }: Clients, { slackSecret }: Deployed, value: string): Promise<void> {
	await secrets.send(new PutSecretValueCommand({ SecretId: slackSecret, SecretString: value }));
}

const assemblyIn = (workspace: Workspace): string => join(workspace.temporary, "cdk.out");

function cdk(
	name: string,
	args: readonly string[],
	{ env, root, logs, temporary }: Workspace,
	ministack: string,
	signal: AbortSignal,
): Promise<void> {
	const command = ["node", join(root, "node_modules/aws-cdk/bin/cdk"), ...args, "--no-notices", "--ci"] as const;
	return run(
		{
			name: `cdk ${name}`,
			command,
			env: { ...env, AWS_ENDPOINT_URL: ministack },
			// In the checkout it would find the app and synthesize it once more.
			cwd: temporary,
			log: join(logs, `${name}.log`),
		},
		signal,
	);
}

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

function deployedIn(value: unknown): Deployed {
	const outputs = Object.assign({}, ...Object.values(outputsSchema.parse(value))) as Readonly<Record<string, string>>;
	const at = (name: string): string => {
		const output = outputs[name];
		if (output === undefined) throw new Error(`the stack has no output ${name}`);
		return output;
	};
	const queueOf = (name: DeployedQueue["name"], hasRules = false): DeployedQueue => ({
		name,
		queue: at(`${name}QueueUrl`),
		deadLetters: [at(`${name}DeadLetterQueueUrl`), ...(hasRules ? [at(`${name}RuleDeadLetterQueueUrl`)] : [])],
	});
	const receivers = workers.filter((worker) => "events" in worker);
	return {
		routes: routes.map(({ construct: name, events }) => ({
			name,
			rules: events.map(({ rule }) => at(`${name}${rule}Name`)),
			queue: at(`${name}QueueUrl`),
			deadLetters: [at(`${name}DeadLetterQueueUrl`), at(`${name}RuleDeadLetterQueueUrl`)],
		})),
		workers: workers.map((worker) => queueOf(worker.construct, "events" in worker)),
		workerRules: receivers.flatMap(({ construct, events }) => events.map(({ rule }) => at(`${construct}${rule}Name`))),
		later: sinks.filter(hasQueue).map(({ construct }) => queueOf(construct)),
		ledgerTable: at("LedgerTableName"),
		slackSecret: at("SlackSecretArn"),
		undelivered: sinks.map(({ construct }) => at(`${construct}UndeliveredQueueUrl`)),
		outputs,
	};
}

const hasQueue = ({ environment }: SinkEntry): boolean => environment.includes("queueUrl");
