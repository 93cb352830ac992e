import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type Code, EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { Alarms } from "./alarms.ts";
import type { Ledger } from "./ledger.ts";
import type { OwnResources } from "./permissions.ts";
import { PipelineFunction } from "./pipeline-function.ts";
import { finalQueue } from "./queues.ts";

export interface StreamReaderProps {
	/** What the function does with a change, for the console. */
	readonly description: string;
	readonly code: Code;
	readonly permissions: readonly Permission[];
	readonly ledger: Ledger;
	readonly environment: Readonly<Record<string, string>>;
	/** What only this reader has. */
	readonly own?: Partial<OwnResources>;
	/** How many changes are handled at a time. */
	readonly batchSize: number;
	/** The section of docs/runbook.md about what could not be delivered. */
	readonly runbook: string;
	readonly alarms: Alarms;
}

/**
 * ledger's stream ─► function. What the function cannot deliver it puts, whole, into `undelivered`; should a batch
 * itself be given up, its positions go to `givenUp` (a stream's own failure record holds nothing else).
 */
export class StreamReader extends Construct {
	readonly undelivered: Queue;
	readonly givenUp: Queue;
	readonly handler: PipelineFunction;

	constructor(scope: Construct, id: string, props: StreamReaderProps) {
		super(scope, id);
		this.undelivered = finalQueue(this, "Undelivered", "what could not be delivered, whole");
		this.givenUp = finalQueue(this, "GivenUp", "positions of stream records that were given up");
		this.handler = new PipelineFunction(this, "Handler", {
			...props,
			environment: {
				...props.environment,
				[environment.ledgerTable]: props.ledger.table.tableName,
				[environment.deadLetterQueueUrl]: this.undelivered.queueUrl,
			},
			own: {
				ledger: props.ledger.table.tableArn,
				"dead-letter-queue": this.undelivered.queueArn,
				...props.own,
			},
		});
		this.readStream(props.ledger.streamArn, props.batchSize);
		this.watch(id, props);
	}

	private readStream(streamArn: string, batchSize: number): void {
		// As Lambda asks for them when the mapping is made, on this stream alone.
		const reading = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
		this.handler.role.addToPolicy(
			new PolicyStatement({ actions: reading.map((action) => `dynamodb:${action}`), resources: [streamArn] }),
		);
		this.handler.role.addToPolicy(
			new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [this.givenUp.queueArn] }),
		);
		new EventSourceMapping(this, "Mapping", {
			target: this.handler.function,
			eventSourceArn: streamArn,
			// Nothing that was recorded while there was no reader is left out.
			startingPosition: StartingPosition.TRIM_HORIZON,
			batchSize,
			...(batchSize > 10 ? { maxBatchingWindow: Duration.seconds(1) } : {}),
			filters: [
				FilterCriteria.filter({
					eventName: FilterRule.or("INSERT", "MODIFY"),
					dynamodb: { Keys: { sk: { S: FilterRule.isEqual("verdicts") } } },
				}),
			],
			reportBatchItemFailures: true,
			bisectBatchOnError: true,
			// The function gives up by itself, with the whole content, after 6 h; this is for a function that no longer runs.
			retryAttempts: -1,
			maxRecordAge: Duration.hours(12),
			onFailure: { bind: () => ({ destination: this.givenUp.queueArn }) },
		});
	}

	private watch(reader: string, { alarms, runbook }: StreamReaderProps): void {
		alarms.deadLetters(this, "UndeliveredAlarm", this.undelivered, {
			text: `What ${reader} had to deliver was refused for good, or could not be delivered for six hours.`,
			runbook,
		});
		alarms.deadLetters(this, "GivenUpAlarm", this.givenUp, {
			text: `Changes of the ledger were given up before ${reader} could handle them.`,
			runbook: "given-up-changes",
		});
		alarms.watch(this, "IteratorAge", {
			text: `${reader} is more than 15 minutes behind the ledger.`,
			runbook: "late-stream",
			metric: this.handler.function.metric("IteratorAge", { period: Duration.minutes(5), statistic: "Maximum" }),
			above: 15 * 60_000,
		});
	}
}
