import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { PipelineFunction } from "./pipeline-function.ts";
import { longestRetention, pipelineQueue } from "./queues.ts";

export interface WorkQueueProps {
	/** Of the function that takes the messages. */
	readonly timeoutSeconds: number;
	readonly maxReceiveCount: number;
	/** For every message that does not say otherwise; absent: 0. */
	readonly delaySeconds?: number;
	/** For which Lambda collects a batch; absent: 0. */
	readonly windowSeconds?: number;
}

interface Consumer {
	/** The id of the event source mapping's construct. */
	readonly mapping: string;
	readonly batchSize: number;
	/** 2 to 1000; absent: no limit. */
	readonly maxConcurrency?: number;
}

/** A queue whose messages one function takes, with its dead-letter queue. The queue exists before the function. */
export class WorkQueue {
	readonly queue: Queue;
	readonly deadLetters: Queue;
	private readonly scope: Construct;
	private readonly windowSeconds: number;

	constructor(
		scope: Construct,
		{ timeoutSeconds, maxReceiveCount, delaySeconds = 0, windowSeconds = 0 }: WorkQueueProps,
	) {
		this.scope = scope;
		this.windowSeconds = windowSeconds;
		this.deadLetters = pipelineQueue(scope, "DeadLetters", { retentionPeriod: longestRetention });
		this.queue = pipelineQueue(scope, "Queue", {
			retentionPeriod: Duration.days(4),
			deliveryDelay: Duration.seconds(delaySeconds),
			// As AWS recommends for event source mappings of Lambda.
			visibilityTimeout: Duration.seconds(6 * timeoutSeconds + windowSeconds),
			deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
		});
	}

	/** Lets the function take the messages. */
	connect({ role, function: target }: PipelineFunction, consumer: Consumer): void {
		const { mapping, batchSize, maxConcurrency } = consumer;
		role.addToPolicy(
			new PolicyStatement({
				actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
				resources: [this.queue.queueArn],
			}),
		);
		new EventSourceMapping(this.scope, mapping, {
			target,
			eventSourceArn: this.queue.queueArn,
			batchSize,
			maxBatchingWindow: Duration.seconds(this.windowSeconds),
			reportBatchItemFailures: true,
			...(maxConcurrency === undefined ? {} : { maxConcurrency }),
		});
	}
}
