import { Duration } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type Code, EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { Alarms } from "./alarms.ts";
import type { EventPattern } from "./event-pattern.ts";
import type { Ledger } from "./ledger.ts";
import type { OwnResources } from "./permissions.ts";
import { functionTimeout, PipelineFunction } from "./pipeline-function.ts";
import { deadLetterQueue, longestRetention, pipelineQueue } from "./queues.ts";

export interface EventRouteProps {
	/** What the function does with an event, for the console. */
	readonly description: string;
	readonly pattern: EventPattern;
	readonly code: Code;
	readonly permissions: readonly Permission[];
	/** Number of batches of ten events that are handled concurrently; 2 to 1000. */
	readonly maxConcurrency: number;
	readonly ledger: Ledger;
	readonly environment: Readonly<Record<string, string>>;
	/** Resources of this route only. */
	readonly own?: Partial<OwnResources>;
	readonly alarms: Alarms;
}

/**
 * rule ─► queue ─► function. Events that EventBridge cannot deliver go to the rule's dead-letter queue; events that the
 * function rejects, or fails to handle five times, go to the queue's dead-letter queue.
 */
export class EventRoute extends Construct {
	readonly rule: CfnRule;
	readonly ruleDeadLetters: Queue;
	readonly queue: Queue;
	readonly deadLetters: Queue;
	readonly handler: PipelineFunction;

	constructor(scope: Construct, id: string, props: EventRouteProps) {
		super(scope, id);
		this.ruleDeadLetters = deadLetterQueue(this, "RuleDeadLetters", "events that EventBridge could not deliver");
		this.deadLetters = pipelineQueue(this, "DeadLetters", { retentionPeriod: longestRetention });
		this.queue = pipelineQueue(this, "Queue", {
			retentionPeriod: Duration.days(4),
			visibilityTimeout: Duration.seconds(6 * functionTimeout.toSeconds()),
			deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
		});
		this.rule = new CfnRule(this, "Rule", {
			description: props.description,
			eventPattern: props.pattern,
			targets: [
				{
					id: "Queue",
					arn: this.queue.queueArn,
					deadLetterConfig: { arn: this.ruleDeadLetters.queueArn },
					retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
				},
			],
		});
		this.allowRule(this.queue);
		this.allowRule(this.ruleDeadLetters);
		this.handler = new PipelineFunction(this, "Handler", {
			...props,
			environment: {
				...props.environment,
				[environment.ledgerTable]: props.ledger.table.tableName,
				[environment.queueUrl]: this.queue.queueUrl,
				[environment.deadLetterQueueUrl]: this.deadLetters.queueUrl,
			},
			own: {
				ledger: props.ledger.table.tableArn,
				"own-queue": this.queue.queueArn,
				"dead-letter-queue": this.deadLetters.queueArn,
				...props.own,
			},
		});
		this.readQueue(props.maxConcurrency);
		this.watch(id, props.alarms);
	}

	/** Only this rule may send messages: without the condition, any rule in any account could. */
	private allowRule(queue: Queue): void {
		queue.addToResourcePolicy(
			new PolicyStatement({
				principals: [new ServicePrincipal("events.amazonaws.com")],
				actions: ["sqs:SendMessage"],
				resources: [queue.queueArn],
				conditions: { ArnEquals: { "aws:SourceArn": this.rule.attrArn } },
			}),
		);
	}

	private readQueue(maxConcurrency: number): void {
		this.handler.role.addToPolicy(
			new PolicyStatement({
				actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
				resources: [this.queue.queueArn],
			}),
		);
		new EventSourceMapping(this, "Mapping", {
			target: this.handler.function,
			eventSourceArn: this.queue.queueArn,
			batchSize: 10,
			reportBatchItemFailures: true,
			maxConcurrency,
		});
	}

	private watch(route: string, alarms: Alarms): void {
		alarms.deadLetters(this, "RuleDeadLettersAlarm", this.ruleDeadLetters, {
			text: `EventBridge could not deliver events of ${route} to their queue.`,
			runbook: "undelivered-events",
		});
		alarms.deadLetters(this, "DeadLettersAlarm", this.deadLetters, {
			text: `Events of ${route} were rejected, or failed five times.`,
			runbook: "dead-letters",
		});
		alarms.watch(this, "QueueAge", {
			text: `Events of ${route} have been waiting for more than 15 minutes.`,
			runbook: "late-queue",
			metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: "Maximum" }),
			above: 15 * 60,
		});
	}
}
