import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import { metrics } from "../core/metrics.ts";
import type { Policy } from "../core/policy.ts";
import type { FunctionEntry, RouteEntry, Variable } from "../functions/entries.ts";
import { type FunctionName, routes, type SinkName, sinks, workers } from "../functions/manifest.ts";
import { Alarms } from "./alarms.ts";
import { deployedPattern, patternOf } from "./event-pattern.ts";
import { EventRoute } from "./event-route.ts";
import { canBlock, canPublish, permissionsOf } from "./function-permissions.ts";
import { Ledger } from "./ledger.ts";
import type { PipelineOptions } from "./options.ts";
import { QueueWorker, type QueueWorkerProps } from "./queue-worker.ts";
import { StreamReader } from "./stream-reader.ts";

export interface PipelineStackProps {
	readonly policy: Policy;
	readonly options: PipelineOptions;
	/** The bundle of a function. */
	readonly codeOf: (name: FunctionName) => Code;
}

const [imagesInUse] = workers;

/** The pipeline for one account and Region, in the order of the diagram in docs/architecture.md. */
export class PipelineStack extends Stack {
	private readonly options: PipelineOptions;
	private readonly imagesInUse: QueueWorker;
	private secret: CfnSecret | undefined;

	constructor(scope: Construct, id: string, { policy, options, codeOf }: PipelineStackProps) {
		super(scope, id, {
			stackName: options.stackName,
			description:
				"Shipshape: checks the container images, repositories, task definitions, services and clusters in this Region.",
		});
		this.options = options;
		this.imagesInUse = new QueueWorker(this, imagesInUse.construct, imagesInUse);
		const alarms = new Alarms(options.alarmTopicArn);
		const ledger = new Ledger(this, "Ledger", { keep: options.localEndpoints === undefined });
		const propsOf = (entry: FunctionEntry & { readonly name: FunctionName }) => ({
			description: entry.description,
			code: codeOf(entry.name),
			permissions: permissionsOf(entry, policy),
			environment: this.environmentOf(entry),
			ledger,
			alarms,
		});

		// rules ─► queue ─► one function per route: parse, observe, judge, record
		const deployment = { account: this.account, region: this.region, replaySource: options.replaySource };
		let familyQueue: Queue | undefined;
		for (const entry of [...routes].sort(familiesFirst)) {
			const { name, construct, events, maxConcurrency, batchSize } = entry;
			const readsImagesInUse = needs(entry, "refreshQueueUrl");
			const route = new EventRoute(this, construct, {
				...propsOf(entry),
				patterns: new Map(events.map(({ folder, rule }) => [rule, deployedPattern(patternOf(folder), deployment)])),
				maxConcurrency,
				batchSize,
				// A local run is a person who waits.
				delaySeconds: options.localEndpoints === undefined ? entry.delaySeconds : 0,
				own: readsImagesInUse ? { "refresh-queue": this.imagesInUse.queue.queueArn } : {},
				...(familyQueue === undefined ? {} : { familyQueue }),
			});
			if (checksFamilies(entry)) familyQueue = route.queue;
			if (checksRepositories(entry)) this.addRefresh(propsOf(imagesInUse), route.queue);
			if (canBlock(entry)) watchBlocks(route, name, alarms);
			this.output(`${construct}QueueUrl`, route.queue.queueUrl);
			this.output(`${construct}DeadLetterQueueUrl`, route.deadLetters.queueUrl);
			for (const [id, rule] of route.rules) this.output(`${construct}${id}Name`, rule.ref);
			this.output(`${construct}RuleDeadLetterQueueUrl`, route.ruleDeadLetters.queueUrl);
			this.output(`${construct}FunctionName`, route.handler.function.functionName);
		}

		// ledger ─► stream ─► readers, independent of each other
		for (const entry of sinks) {
			const { construct, batchSize, runbook } = entry;
			const own = needs(entry, "slackSecretArn") ? { "slack-secret": this.slackSecret.ref } : {};
			const hasQueue = needs(entry, "queueUrl");
			const sink = new StreamReader(this, construct, { ...propsOf(entry), own, hasQueue, batchSize, runbook });
			if (canPublish(entry)) watchSecurityHub(sink, entry.sink, alarms);
			this.output(`${construct}UndeliveredQueueUrl`, sink.undelivered.queueUrl);
			this.output(`${construct}GivenUpQueueUrl`, sink.givenUp.queueUrl);
			if (sink.later !== undefined) {
				this.output(`${construct}QueueUrl`, sink.later.queue.queueUrl);
				this.output(`${construct}DeadLetterQueueUrl`, sink.later.deadLetters.queueUrl);
			}
			this.output(`${construct}FunctionName`, sink.handler.function.functionName);
		}

		this.output("LedgerTableName", ledger.table.tableName);
		this.output("SlackSecretArn", this.slackSecret.ref);
	}

	/** The function that reads which images are in use; it sends messages to the queue of the route that depends on them. */
	private addRefresh(props: Omit<QueueWorkerProps, "recheckQueue" | "runbook">, recheckQueue: Queue): void {
		const { construct, runbook } = imagesInUse;
		const handler = this.imagesInUse.addFunction({ ...props, recheckQueue, runbook });
		this.output(`${construct}QueueUrl`, this.imagesInUse.queue.queueUrl);
		this.output(`${construct}DeadLetterQueueUrl`, this.imagesInUse.deadLetters.queueUrl);
		this.output(`${construct}FunctionName`, handler.function.functionName);
	}

	/** The variables of an entry that have a value, except for those that its construct sets. */
	private environmentOf(entry: FunctionEntry): Readonly<Record<string, string>> {
		const { localEndpoints, replaySource, replayCanBlock, slackOrigin } = this.options;
		const values: readonly (readonly [Variable, string | undefined])[] = [
			["replaySource", replaySource],
			["replayCanBlock", replayCanBlock ? "true" : undefined],
			["refreshQueueUrl", this.imagesInUse.queue.queueUrl],
			["slackSecretArn", needs(entry, "slackSecretArn") ? this.slackSecret.ref : undefined],
			["slackOrigin", slackOrigin],
		];
		const own = values.flatMap(([variable, value]) =>
			value !== undefined && needs(entry, variable) ? [[environment[variable], value] as const] : [],
		);
		return { ...localEndpoints, ...Object.fromEntries(own) };
	}

	/**
	 * Created for the first function that reads it, without a value, so that no webhook is in a template. Messages wait until the
	 * secret has a value.
	 */
	private get slackSecret(): CfnSecret {
		if (this.secret !== undefined) return this.secret;
		this.secret = new CfnSecret(this, "SlackSecret", {
			name: this.options.slackSecretName,
			description: "Slack incoming webhook for Shipshape, an https URL. A single space turns Slack off.",
		});
		this.secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
		Validations.of(this.secret).acknowledge({
			id: "AwsSolutions-SMG4",
			reason:
				"Slack webhooks are created manually and there is no API to replace one, so rotation cannot be automated.",
		});
		return this.secret;
	}

	private output(name: string, value: string): void {
		new CfnOutput(this, name, { value });
	}
}

const checksFamilies = ({ checksFamilies }: RouteEntry): boolean => checksFamilies === true;
const checksRepositories = ({ checksRepositories }: RouteEntry): boolean => checksRepositories === true;

/** The others send messages to its queue. */
const familiesFirst = (a: RouteEntry, b: RouteEntry): number => Number(checksFamilies(b)) - Number(checksFamilies(a));

const needs = (entry: FunctionEntry, variable: Variable): boolean =>
	[...entry.environment, ...entry.optionalEnvironment].includes(variable);

function watchBlocks(route: EventRoute, service: FunctionName, alarms: Alarms): void {
	alarms.watch(route, "FailedBlocks", {
		text: "A revision that the policy blocks could not be deregistered and can still be deployed.",
		runbook: "failed-block",
		metric: countOf(metrics.failedBlocks, service),
		above: 0,
	});
}

function watchSecurityHub(reader: StreamReader, service: SinkName, alarms: Alarms): void {
	alarms.watch(reader, "NotEnabled", {
		text: "Security Hub is not enabled in this account and Region. Findings wait, and are undeliverable after six hours.",
		runbook: "security-hub-not-enabled",
		metric: countOf(metrics.securityHubNotEnabled, service),
		above: 0,
	});
}

/** A metric that a function publishes, per minute; `service` is the dimension that they use. */
function countOf(metricName: string, service: FunctionName | SinkName): Metric {
	const period = Duration.minutes(1);
	return new Metric({
		namespace: metrics.namespace,
		metricName,
		dimensionsMap: { service },
		statistic: "Sum",
		period,
	});
}
