import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import { metrics } from "../core/metrics.ts";
import type { Policy } from "../core/policy.ts";
import imagePushedPattern from "../events/image-pushed/pattern.json" with { type: "json" };
import imageScannedPattern from "../events/image-scanned/pattern.json" with { type: "json" };
import taskDefinitionRegisteredPattern from "../events/task-definition-registered/pattern.json" with { type: "json" };
import { Alarms } from "./alarms.ts";
import type { FunctionName } from "./bundle.ts";
import { withSource } from "./event-pattern.ts";
import { EventRoute } from "./event-route.ts";
import { permissionsOf } from "./function-permissions.ts";
import { Ledger } from "./ledger.ts";
import type { PipelineOptions } from "./options.ts";
import { StreamReader } from "./stream-reader.ts";

export interface PipelineStackProps {
	readonly policy: Policy;
	readonly options: PipelineOptions;
	/** The bundle of a function. */
	readonly codeOf: (name: FunctionName) => Code;
}

/** The pipeline of one account and Region, in the order of the drawing in docs/architecture.md. */
export class PipelineStack extends Stack {
	constructor(scope: Construct, id: string, { policy, options, codeOf }: PipelineStackProps) {
		super(scope, id, {
			stackName: options.stackName,
			description: "Shipshape: keeps the container images, repositories and task definitions of this Region in order.",
		});
		const local = options.localEndpoints !== undefined;
		const allowed = permissionsOf(policy);
		const alarms = new Alarms(options.alarmTopicArn);
		const common = { alarms, environment: options.localEndpoints ?? {} };
		const { replaySource } = options;
		const ofRoutes = {
			...common,
			environment: {
				...common.environment,
				...(replaySource === undefined ? {} : { [environment.replaySource]: replaySource }),
			},
		};

		const ledger = new Ledger(this, "Ledger", { keep: !local });

		// rule ─► queue ─► one function per event: parse, gather, judge, record
		const imageScanned = new EventRoute(this, "ImageScanned", {
			...ofRoutes,
			description: "judges an image when a scan of it has ended",
			pattern: withSource(imageScannedPattern, replaySource),
			code: codeOf("image-scanned"),
			permissions: allowed["image-scanned"],
			maxConcurrency: 10,
			ledger,
		});
		const imagePushed = new EventRoute(this, "ImagePushed", {
			...ofRoutes,
			description: "judges an image and its repository when it was pushed",
			pattern: withSource(imagePushedPattern, replaySource),
			code: codeOf("image-pushed"),
			permissions: allowed["image-pushed"],
			maxConcurrency: 10,
			ledger,
		});
		const taskDefinitionRegistered = new EventRoute(this, "TaskDefinitionRegistered", {
			...ofRoutes,
			description: "judges a task definition when a revision was registered, and stops what the policy blocks",
			pattern: withSource(taskDefinitionRegisteredPattern, replaySource),
			code: codeOf("task-definition-registered"),
			permissions: allowed["task-definition-registered"],
			// ECS answers 20 reads a second and takes one change a second.
			maxConcurrency: 2,
			ledger,
		});

		alarms.watch(taskDefinitionRegistered, "FailedBlocks", {
			text: "A revision that the policy blocks could not be deregistered: it can still be deployed.",
			runbook: "failed-block",
			metric: new Metric({
				namespace: metrics.namespace,
				metricName: metrics.failedBlocks,
				// As the functions' metrics name their service.
				dimensionsMap: { service: "task-definition-registered" satisfies FunctionName },
				statistic: "Sum",
				period: Duration.minutes(1),
			}),
			above: 0,
		});

		// ledger ─► stream ─► two readers that know nothing of each other
		const findings = new StreamReader(this, "Findings", {
			...common,
			description: "publishes changed verdicts to Security Hub",
			code: codeOf("publish-findings"),
			permissions: allowed["publish-findings"],
			batchSize: 100,
			runbook: "undelivered-findings",
			ledger,
		});
		const slackSecret = this.slackSecret(options.slackSecretName);
		const slack = new StreamReader(this, "Slack", {
			...common,
			description: "tells Slack what changed",
			code: codeOf("notify-slack"),
			permissions: allowed["notify-slack"],
			environment: {
				...common.environment,
				[environment.slackSecretArn]: slackSecret.ref,
				...(options.slackOrigin === undefined ? {} : { [environment.slackOrigin]: options.slackOrigin }),
			},
			own: { "slack-secret": slackSecret.ref },
			// Slack takes about one message a second.
			batchSize: 10,
			runbook: "undelivered-messages",
			ledger,
		});

		for (const route of [imageScanned, imagePushed, taskDefinitionRegistered]) {
			const name = route.node.id;
			this.output(`${name}QueueUrl`, route.queue.queueUrl);
			this.output(`${name}DeadLetterQueueUrl`, route.deadLetters.queueUrl);
			this.output(`${name}RuleName`, route.rule.ref);
			this.output(`${name}RuleDeadLetterQueueUrl`, route.ruleDeadLetters.queueUrl);
			this.output(`${name}FunctionName`, route.handler.function.functionName);
		}
		for (const reader of [findings, slack]) {
			const name = reader.node.id;
			this.output(`${name}UndeliveredQueueUrl`, reader.undelivered.queueUrl);
			this.output(`${name}GivenUpQueueUrl`, reader.givenUp.queueUrl);
			this.output(`${name}FunctionName`, reader.handler.function.functionName);
		}
		this.output("LedgerTableName", ledger.table.tableName);
		this.output("SlackSecretArn", slackSecret.ref);
	}

	/** Made without a value: no webhook passes through a template. Until somebody puts one in, nothing is sent. */
	private slackSecret(name: string): CfnSecret {
		const secret = new CfnSecret(this, "SlackSecret", {
			name,
			description: "The Slack incoming webhook of Shipshape, an https URL. Empty: Slack is told nothing.",
		});
		secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
		Validations.of(secret).acknowledge({
			id: "AwsSolutions-SMG4",
			reason: "Slack gives out a webhook by hand only and has no call that replaces one: rotation cannot be automatic.",
		});
		return secret;
	}

	private output(name: string, value: string): void {
		new CfnOutput(this, name, { value });
	}
}
