import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type Code, EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { Alarms } from "./alarms.ts";
import type { Ledger } from "./ledger.ts";
import { PipelineFunction } from "./pipeline-function.ts";
import { longestRetention, pipelineQueue } from "./queues.ts";

export interface QueueWorkerProps {
	/** What the function does, for the console. */
	readonly description: string;
	readonly code: Code;
	readonly permissions: readonly Permission[];
	readonly ledger: Ledger;
	readonly environment: Readonly<Record<string, string>>;
	/** The queue of the route that checks subjects again when the work is done. */
	readonly recheckQueue: Queue;
	/** The section of docs/runbook.md about its dead letters. */
	readonly runbook: string;
	readonly alarms: Alarms;
}

/**
 * queue ─► function, one request at a time. The queue exists before the function, because the functions that send requests come
 * first: they are checked again when the work is done.
 */
export class QueueWorker extends Construct {
	readonly queue: Queue;
	readonly deadLetters: Queue;
	private readonly timeoutSeconds: number;

	constructor(scope: Construct, id: string, { timeoutSeconds }: { readonly timeoutSeconds: number }) {
		super(scope, id);
		this.timeoutSeconds = timeoutSeconds;
		this.deadLetters = pipelineQueue(this, "DeadLetters", { retentionPeriod: longestRetention });
		this.queue = pipelineQueue(this, "Queue", {
			retentionPeriod: Duration.days(4),
			visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
			deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
		});
	}

	/** Adds the function that takes the requests. */
	addFunction(props: QueueWorkerProps): PipelineFunction {
		const { queue, deadLetters, timeoutSeconds } = this;
		const handler = new PipelineFunction(this, "Handler", {
			...props,
			timeoutSeconds,
			environment: {
				...props.environment,
				[environment.ledgerTable]: props.ledger.table.tableName,
				[environment.queueUrl]: queue.queueUrl,
				[environment.recheckQueueUrl]: props.recheckQueue.queueUrl,
				[environment.deadLetterQueueUrl]: deadLetters.queueUrl,
			},
			own: {
				ledger: props.ledger.table.tableArn,
				"own-queue": queue.queueArn,
				"recheck-queue": props.recheckQueue.queueArn,
				"dead-letter-queue": deadLetters.queueArn,
			},
		});
		handler.role.addToPolicy(
			new PolicyStatement({
				actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
				resources: [queue.queueArn],
			}),
		);
		new EventSourceMapping(this, "Mapping", {
			target: handler.function,
			eventSourceArn: queue.queueArn,
			batchSize: 1,
			reportBatchItemFailures: true,
			// The least that Lambda allows; a claim in the ledger's table keeps the second one from working.
			maxConcurrency: 2,
		});
		props.alarms.deadLetters(this, "DeadLettersAlarm", deadLetters, {
			text: `Requests to the function that ${props.description} failed for more than an hour.`,
			runbook: props.runbook,
		});
		props.alarms.watch(this, "QueueAge", {
			text: `Requests to the function that ${props.description} have been waiting for more than 15 minutes.`,
			runbook: "late-queue",
			metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: "Maximum" }),
			above: 15 * 60,
		});
		return handler;
	}
}
