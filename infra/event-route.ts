import { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { Alarms } from "./alarms.ts";
import type { EventPattern } from "./event-pattern.ts";
import type { Ledger } from "./ledger.ts";
import type { OwnResources } from "./permissions.ts";
import { functionTimeout, PipelineFunction } from "./pipeline-function.ts";
import { deadLetterQueue } from "./queues.ts";
import { WorkQueue } from "./work-queue.ts";

export interface EventRouteProps {
	/** What the function does with an event, for the console. */
	readonly description: string;
	/** One for each kind of event, by the id of its rule. */
	readonly patterns: ReadonlyMap<string, EventPattern>;
	readonly code: Code;
	readonly permissions: readonly Permission[];
	/** Number of batches that are handled concurrently; 2 to 1000. */
	readonly maxConcurrency: number;
	readonly batchSize: number;
	readonly delaySeconds: number;
	/** The queue of the route that checks task definitions; its own if absent. */
	readonly familyQueue?: Queue;
	readonly ledger: Ledger;
	readonly environment: Readonly<Record<string, string>>;
	/** Resources of this route only. */
	readonly own?: Partial<OwnResources>;
	readonly alarms: Alarms;
}

/** The function returns what fails after 10 s, then 20 s, … up to 10 minutes, or half of that: together more than an hour. */
const maxReceiveCount = 20;

/**
 * rules ─► queue ─► function. Events that EventBridge cannot deliver go to the rules' dead-letter queue; events that the
 * function rejects, or fails to handle again and again, go to the queue's dead-letter queue.
 */
export class EventRoute extends Construct {
	/** By their ids. */
	readonly rules: ReadonlyMap<string, CfnRule>;
	readonly ruleDeadLetters: Queue;
	readonly queue: Queue;
	readonly deadLetters: Queue;
	readonly handler: PipelineFunction;

	constructor(scope: Construct, id: string, props: EventRouteProps) {
		super(scope, id);
		this.ruleDeadLetters = deadLetterQueue(this, "RuleDeadLetters", "events that EventBridge could not deliver");
		const work = new WorkQueue(this, {
			timeoutSeconds: functionTimeout.toSeconds(),
			maxReceiveCount,
			delaySeconds: props.delaySeconds,
			// Lambda requires a window for batches of more than ten messages.
			windowSeconds: props.batchSize > 10 ? 5 : 0,
		});
		this.deadLetters = work.deadLetters;
		this.queue = work.queue;
		this.rules = new Map([...props.patterns].map(([rule, pattern]) => [rule, this.addRule(rule, pattern, props)]));
		this.allowRules(this.queue);
		this.allowRules(this.ruleDeadLetters);
		this.handler = new PipelineFunction(this, "Handler", {
			...props,
			environment: {
				...props.environment,
				[environment.ledgerTable]: props.ledger.table.tableName,
				[environment.queueUrl]: this.queue.queueUrl,
				[environment.familyQueueUrl]: (props.familyQueue ?? this.queue).queueUrl,
				[environment.deadLetterQueueUrl]: this.deadLetters.queueUrl,
			},
			own: {
				ledger: props.ledger.table.tableArn,
				"own-queue": this.queue.queueArn,
				"family-queue": (props.familyQueue ?? this.queue).queueArn,
				"dead-letter-queue": this.deadLetters.queueArn,
				...props.own,
			},
		});
		work.connect(this.handler, {
			...props,
			mapping: "Mapping",
			texts: {
				failed: `Events of ${id} were rejected, or failed again and again for more than an hour.`,
				late: `Events of ${id} have been waiting for more than 15 minutes.`,
			},
			runbook: "dead-letters",
		});
		props.alarms.deadLetters(this, "RuleDeadLettersAlarm", this.ruleDeadLetters, {
			text: `EventBridge could not deliver events of ${id} to their queue.`,
			runbook: "undelivered-events",
		});
	}

	private addRule(id: string, eventPattern: EventPattern, { description }: EventRouteProps): CfnRule {
		return new CfnRule(this, id, {
			description,
			eventPattern,
			targets: [
				{
					id: "Queue",
					arn: this.queue.queueArn,
					deadLetterConfig: { arn: this.ruleDeadLetters.queueArn },
					retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
				},
			],
		});
	}

	/** Only these rules may send messages: without the condition, any rule in any account could. */
	private allowRules(queue: Queue): void {
		queue.addToResourcePolicy(
			new PolicyStatement({
				principals: [new ServicePrincipal("events.amazonaws.com")],
				actions: ["sqs:SendMessage"],
				resources: [queue.queueArn],
				conditions: { ArnEquals: { "aws:SourceArn": [...this.rules.values()].map(({ attrArn }) => attrArn) } },
			}),
		);
	}
}
