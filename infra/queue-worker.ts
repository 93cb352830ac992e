import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { Alarms } from "./alarms.ts";
import type { Ledger } from "./ledger.ts";
import { PipelineFunction } from "./pipeline-function.ts";
import { WorkQueue } from "./work-queue.ts";

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
	private readonly work: WorkQueue;
	private readonly timeoutSeconds: number;

	constructor(scope: Construct, id: string, { timeoutSeconds }: { readonly timeoutSeconds: number }) {
		super(scope, id);
		this.timeoutSeconds = timeoutSeconds;
		this.work = new WorkQueue(this, { timeoutSeconds, maxReceiveCount: 20 });
		this.queue = this.work.queue;
		this.deadLetters = this.work.deadLetters;
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
		const requests = `Requests to the function that ${props.description}`;
		this.work.connect(handler, {
			...props,
			mapping: "Mapping",
			batchSize: 1,
			// The least that Lambda allows; a claim in the ledger's table keeps the second one from working.
			maxConcurrency: 2,
			texts: {
				failed: `${requests} failed for more than an hour.`,
				late: `${requests} have been waiting for more than 15 minutes.`,
			},
		});
		return handler;
	}
}
