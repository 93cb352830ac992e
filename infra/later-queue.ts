import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Alarms } from "./alarms.ts";
import { functionTimeout, type PipelineFunction } from "./pipeline-function.ts";
import { longestRetention, pipelineQueue } from "./queues.ts";

/** Six minutes apart, so that a message outlasts an outage of Security Hub of an hour. */
const maxReceiveCount = 15;

/** The queue of a stream reader for what it checks again later: the reader sends delayed messages to it and takes them. */
export class LaterQueue {
	readonly queue: Queue;
	readonly deadLetters: Queue;
	private readonly scope: Construct;

	constructor(scope: Construct) {
		this.scope = scope;
		this.deadLetters = pipelineQueue(scope, "DeadLetters", { retentionPeriod: longestRetention });
		this.queue = pipelineQueue(scope, "Queue", {
			retentionPeriod: Duration.days(4),
			visibilityTimeout: Duration.seconds(6 * functionTimeout.toSeconds()),
			deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
		});
	}

	/** Lets the function take the messages, and watches the queues. */
	connect({ role, function: target }: PipelineFunction, alarms: Alarms): void {
		role.addToPolicy(
			new PolicyStatement({
				actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
				resources: [this.queue.queueArn],
			}),
		);
		new EventSourceMapping(this.scope, "LaterMapping", {
			target,
			eventSourceArn: this.queue.queueArn,
			batchSize: 10,
			reportBatchItemFailures: true,
			// The least that Lambda accepts.
			maxConcurrency: 2,
		});
		alarms.deadLetters(this.scope, "DeadLettersAlarm", this.deadLetters, {
			text: "Findings that failed again could not be checked in five attempts; their workflow may still be RESOLVED.",
			runbook: "dead-letters",
		});
		alarms.watch(this.scope, "QueueAge", {
			text: "Findings that failed again have been waiting for their check for more than 15 minutes.",
			runbook: "late-queue",
			metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: "Maximum" }),
			above: 15 * 60,
		});
	}
}
