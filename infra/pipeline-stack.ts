import { CfnOutput, Lazy, Stack, Tags } from "aws-cdk-lib";
import type { Code, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Policy } from "../core/policy.ts";
import type { FunctionEntry, RouteEntry } from "../functions/entries.ts";
import { type FunctionName, routes, sinks, type WorkerName, workers } from "../functions/manifest.ts";
import { DeploymentHook } from "./deployment-hook.ts";
import { addEndpoints, policyUnder } from "./endpoints.ts";
import { rulesOf } from "./event-pattern.ts";
import { EventRoute } from "./event-route.ts";
import { functionEnvironment, needs } from "./function-environment.ts";
import { canDeregister, permissionsOf } from "./function-permissions.ts";
import { addHooks, neverTrue } from "./hooks.ts";
import { Ledger } from "./ledger.ts";
import { Notifier } from "./notifier.ts";
import { OffSwitch } from "./off-switch.ts";
import type { PipelineOptions } from "./options.ts";
import { outputText } from "./output-texts.ts";
import { QueueWorker } from "./queue-worker.ts";
import { batchesOf, StreamReader } from "./stream-reader.ts";
import { watch } from "./watch.ts";

export interface PipelineStackProps {
	readonly policy: Policy;
	readonly options: PipelineOptions;
	/** The bundle of a function. */
	readonly codeOf: (name: FunctionName) => Code;
}

/** The pipeline for one account and Region, in the order of the diagram in docs/architecture.md. */
export class PipelineStack extends Stack {
	private readonly options: PipelineOptions;
	private readonly workers: ReadonlyMap<WorkerName, QueueWorker>;
	/** Created last, because their decisions are recorded by a route. */
	private readonly gates: LambdaFunction[] = [];
	private readonly offSwitch: OffSwitch;
	private readonly notifier: Notifier;

	constructor(scope: Construct, id: string, { policy: written, options, codeOf }: PipelineStackProps) {
		super(scope, id, {
			stackName: options.stackName,
			description:
				"Shipshape: checks the container images, repositories, task definitions, services and clusters in this Region.",
		});
		this.options = options;
		const policy = policyUnder(options, written);
		this.notifier = new Notifier(this, options);
		this.offSwitch = new OffSwitch(this, "OffSwitch", options.stackName);
		const settings = { isTraced: options.tracing === true, isLocal: options.localEndpoints !== undefined };
		const ledger = new Ledger(this, "Ledger", { keep: !settings.isLocal });
		const propsOf = (entry: FunctionEntry & { readonly name: FunctionName }) => ({
			description: entry.description,
			code: codeOf(entry.name),
			permissions: permissionsOf(entry, policy, options),
			environment: this.environmentOf(entry, policy),
			ledger,
			settings,
		});
		const deployment = { account: this.account, region: this.region, replaySource: options.replaySource };
		this.workers = new Map(workers.map((entry) => [entry.name, new QueueWorker(this, entry, deployment)]));
		const allDeadLetters = [...this.workers.values()].flatMap((worker) => worker.allDeadLetters);

		// rules ─► queue ─► one function per route: parse, observe, judge, record
		let familyQueue: Queue | undefined;
		let recheckQueue: Queue | undefined;
		const handlers: { readonly queue: Queue; readonly function: LambdaFunction }[] = [];
		for (const entry of [...routes].sort(familiesFirst)) {
			const { construct, events, maxConcurrency, batchSize } = entry;
			const route = new EventRoute(this, construct, {
				...propsOf(entry),
				events: rulesOf(events, deployment),
				maxConcurrency,
				batchSize,
				// A local run is a person who waits.
				delaySeconds: settings.isLocal ? 0 : entry.delaySeconds,
				own: {
					"refresh-queue": this.refreshQueue.queueArn,
					"sweep-queue": this.workerNamed("sweep").queue.queueArn,
					"off-switch": this.offSwitch.parameterArn,
				},
				...(familyQueue === undefined ? {} : { familyQueue }),
			});
			if (checksFamilies(entry)) familyQueue = route.queue;
			if (checksRepositories(entry)) recheckQueue = route.queue;
			handlers.push({ queue: route.queue, function: route.handler.function });
			allDeadLetters.push(route.ruleDeadLetters, route.deadLetters);
			this.output(`${construct}QueueUrl`, route.queue.queueUrl);
			this.output(`${construct}DeadLetterQueueUrl`, route.deadLetters.queueUrl);
			for (const [id, rule] of route.rules) this.output(`${construct}${id}Name`, rule.ref);
			this.output(`${construct}RuleDeadLetterQueueUrl`, route.ruleDeadLetters.queueUrl);
			this.output(`${construct}FunctionName`, route.handler.function.functionName);
			if (canDeregister(entry)) this.output(`${construct}RoleArn`, route.handler.role.roleArn);
		}

		// ledger ─► stream ─► readers, independent of each other
		const readers: LambdaFunction[] = [];
		for (const entry of sinks) {
			const { construct } = entry;
			const own = this.notifier.ownOf(entry, policy);
			const batches = batchesOf(entry, options);
			const does = { hasQueue: needs(entry, "queueUrl"), readsSweeps: entry.readsSweeps, batches };
			const sink = new StreamReader(this, construct, { ...propsOf(entry), ...does, own });
			readers.push(sink.handler.function);
			allDeadLetters.push(sink.undelivered, sink.givenUp);
			this.output(`${construct}UndeliveredQueueUrl`, sink.undelivered.queueUrl);
			this.output(`${construct}GivenUpQueueUrl`, sink.givenUp.queueUrl);
			if (sink.later !== undefined) {
				allDeadLetters.push(sink.later.deadLetters);
				this.output(`${construct}QueueUrl`, sink.later.queue.queueUrl);
				this.output(`${construct}DeadLetterQueueUrl`, sink.later.deadLetters.queueUrl);
			}
			this.output(`${construct}FunctionName`, sink.handler.function.functionName);
		}

		// queue ─► function, for what routes, other functions and schedules request
		if (familyQueue === undefined || recheckQueue === undefined) throw new Error("a route for the workers is missing");
		const requested = new Map<WorkerName, LambdaFunction>();
		for (const entry of workers) {
			const { name, construct } = entry;
			const worker = this.workerNamed(name);
			const handler = worker.addFunction({
				...propsOf(entry),
				recheckQueue,
				familyQueue,
				refreshQueue: this.refreshQueue,
				allDeadLetters,
				offSwitch: this.offSwitch.parameterArn,
				own: this.notifier.ownOf(entry, policy),
			});
			requested.set(name, handler.function);
			this.output(`${construct}QueueUrl`, worker.queue.queueUrl);
			this.output(`${construct}DeadLetterQueueUrl`, worker.deadLetters.queueUrl);
			for (const [id, rule] of worker.rules) this.output(`${construct}${id}Name`, rule.ref);
			for (const { queueUrl } of worker.ruleDeadLetters) this.output(`${construct}RuleDeadLetterQueueUrl`, queueUrl);
			this.output(`${construct}FunctionName`, handler.function.functionName);
		}

		const recorder = { familyQueue, own: { "off-switch": this.offSwitch.parameterArn } };
		const notLocal = settings.isLocal ? neverTrue(this, "NotLocal") : undefined;
		const hookProps = (entry: Parameters<typeof propsOf>[0]) => ({ ...propsOf(entry), ...recorder });
		const hooks = addHooks(this, hookProps, { policy, options, notLocal });
		this.gates.push(...hooks.flatMap((hook) => (hook instanceof DeploymentHook ? hook.handler.function : [])));
		const answers = this.workerNamed("deployment-started").queue.queueArn;
		const endpointProps = (entry: Parameters<typeof propsOf>[0]) => ({
			...propsOf(entry),
			own: { ...this.notifier.ownOf(entry, policy), "deployment-queue": answers },
		});
		const endpoints = addEndpoints(this, endpointProps, options);
		const asked = [...hooks, ...endpoints];
		for (const { node, outputs } of asked)
			for (const [what, value] of Object.entries(outputs)) this.output(`${node.id}${what}`, value);
		const watched = { routes: handlers, readers, workers: requested, hooks: asked.map((one) => one.handler.function) };
		watch(this, watched, options, policy, notLocal);
		this.output("LedgerTableName", ledger.table.tableName);
		for (const [name, value] of Object.entries(this.notifier.outputs(policy))) this.output(name, value);
		this.output("OffSwitchParameterName", this.offSwitch.parameterName);
		this.output("SweepHours", String(policy.sweep.every));
		for (const [key, value] of Object.entries(options.tags ?? {})) Tags.of(this).add(key, value);
	}

	private workerNamed(name: WorkerName): QueueWorker {
		const worker = this.workers.get(name);
		if (worker === undefined) throw new Error(`the stack has no worker ${name}`);
		return worker;
	}

	private get refreshQueue(): Queue {
		return this.workerNamed("refresh-images-in-use").queue;
	}

	/** The variables of an entry that have a value, except for those that its construct sets. */
	private environmentOf(entry: FunctionEntry, policy: Policy): Readonly<Record<string, string>> {
		return functionEnvironment(entry, this.options, {
			refreshQueueUrl: this.refreshQueue.queueUrl,
			sweepQueueUrl: this.workerNamed("sweep").queue.queueUrl,
			deploymentQueueUrl: this.workerNamed("deployment-started").queue.queueUrl,
			offSwitchParameter: this.offSwitch.parameterName,
			slackSecretArn: this.notifier.ownOf(entry, policy)["slack-secret"],
			gateFunctionArn: Lazy.string({ produce: () => this.gates[0]?.functionArn }),
		});
	}

	private output(name: string, value: string): void {
		new CfnOutput(this, name, { value, description: outputText(name) });
	}
}

const checksRepositories = ({ checksRepositories }: RouteEntry): boolean => checksRepositories === true;
const checksFamilies = ({ checksFamilies }: RouteEntry): boolean => checksFamilies === true;

/** The others send messages to its queue. */
const familiesFirst = (a: RouteEntry, b: RouteEntry): number => Number(checksFamilies(b)) - Number(checksFamilies(a));
