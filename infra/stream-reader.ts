import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type Code, EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { SinkEntry } from "../functions/entries.ts";
import { maxReceiveCounts } from "../functions/manifest.ts";
import type { Ledger } from "./ledger.ts";
import type { PipelineOptions } from "./options.ts";
import type { OwnResources } from "./permissions.ts";
import { type FunctionSettings, functionTimeout, PipelineFunction } from "./pipeline-function.ts";
import { deadLetterQueue } from "./queues.ts";
import { WorkQueue } from "./work-queue.ts";

export interface StreamReaderProps {
	/** What the function does with a change, for the console. */
	readonly description: string;
	readonly code: Code;
	readonly permissions: readonly Permission[];
	readonly ledger: Ledger;
	readonly environment: Readonly<Record<string, string>>;
	/** Resources of this reader only. */
	readonly own?: Partial<OwnResources>;
	/** How changes are put together; see the manifest. */
	readonly batches: Batches;
	/** Whether it has a queue of its own, for what it checks again later. */
	readonly hasQueue: boolean;
	/** Whether it also receives what the first sweep found. */
	readonly readsSweeps: boolean;
	readonly settings: FunctionSettings;
}

type Batches = Pick<SinkEntry, "batchSize" | "windowSeconds" | "bisects">;

export const batchesOf = (entry: SinkEntry, { slackWindowSeconds }: PipelineOptions): Batches =>
	entry.sink === "slack" && slackWindowSeconds !== undefined ? { ...entry, windowSeconds: slackWindowSeconds } : entry;

const sweepReports = {
	eventName: FilterRule.isEqual("INSERT"),
	dynamodb: { Keys: { sk: { S: FilterRule.beginsWith("report#") } } },
};

/**
 * ledger's stream ─► function. The function moves complete items that it cannot deliver to `undelivered`. If Lambda discards
 * a batch, its positions go to `givenUp` (the failure record of a stream contains nothing else).
 */
export class StreamReader extends Construct {
	readonly undelivered: Queue;
	readonly givenUp: Queue;
	/** For what it checks again later. */
	readonly later: WorkQueue | undefined;
	readonly handler: PipelineFunction;

	constructor(scope: Construct, id: string, props: StreamReaderProps) {
		super(scope, id);
		this.undelivered = deadLetterQueue(this, "Undelivered", "complete items that could not be delivered");
		this.givenUp = deadLetterQueue(this, "GivenUp", "positions of discarded stream records");
		this.later = props.hasQueue
			? new WorkQueue(this, { timeoutSeconds: functionTimeout.toSeconds(), maxReceiveCount: maxReceiveCounts.sinks })
			: undefined;
		const ownQueue = this.later?.queue;
		this.handler = new PipelineFunction(this, "Handler", {
			...props,
			environment: {
				...props.environment,
				[environment.ledgerTable]: props.ledger.table.tableName,
				[environment.deadLetterQueueUrl]: this.undelivered.queueUrl,
				...(ownQueue === undefined ? {} : { [environment.queueUrl]: ownQueue.queueUrl }),
			},
			own: {
				ledger: props.ledger.table.tableArn,
				"dead-letter-queue": this.undelivered.queueArn,
				...(ownQueue === undefined ? {} : { "own-queue": ownQueue.queueArn }),
				...props.own,
			},
		});
		this.readStream(props.ledger.streamArn, props);
		this.later?.connect(this.handler, {
			mapping: "LaterMapping",
			batchSize: 10,
			// The least that Lambda accepts.
			maxConcurrency: 2,
		});
	}

	private readStream(streamArn: string, { batches, readsSweeps }: StreamReaderProps): void {
		// Lambda requires these to create the mapping; they are granted for this stream only.
		const readActions = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
		this.handler.role.addToPolicy(
			new PolicyStatement({ actions: readActions.map((action) => `dynamodb:${action}`), resources: [streamArn] }),
		);
		this.handler.role.addToPolicy(
			new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [this.givenUp.queueArn] }),
		);
		new EventSourceMapping(this, "Mapping", {
			target: this.handler.function,
			eventSourceArn: streamArn,
			// Includes changes that were recorded before the reader existed.
			startingPosition: StartingPosition.TRIM_HORIZON,
			batchSize: batches.batchSize,
			maxBatchingWindow: Duration.seconds(batches.windowSeconds),
			filters: [
				FilterCriteria.filter({
					eventName: FilterRule.or("INSERT", "MODIFY"),
					dynamodb: { Keys: { sk: { S: FilterRule.isEqual("verdicts") } } },
				}),
				...(readsSweeps ? [FilterCriteria.filter(sweepReports)] : []),
			],
			reportBatchItemFailures: true,
			bisectBatchOnError: batches.bisects,
			// The function itself stores what it could not deliver for 6 h in its dead-letter queue; this limit applies if the function no longer runs.
			retryAttempts: -1,
			maxRecordAge: Duration.hours(12),
			onFailure: { bind: () => ({ destination: this.givenUp.queueArn }) },
		});
	}
}
