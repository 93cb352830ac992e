import { CfnRule } from "aws-cdk-lib/aws-events";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import { scheduleTarget } from "../events/rule-target.ts";
import type { Variable, WorkerEntry } from "../functions/entries.ts";
import { maxReceiveCounts } from "../functions/manifest.ts";
import type { Ledger } from "./ledger.ts";
import { type FunctionSettings, PipelineFunction } from "./pipeline-function.ts";
import { allowRules } from "./queue-rule.ts";
import { WorkQueue } from "./work-queue.ts";

export interface QueueWorkerProps {
	readonly code: Code;
	readonly permissions: readonly Permission[];
	readonly ledger: Ledger;
	readonly environment: Readonly<Record<string, string>>;
	/** The queue of the route that checks repositories and images. */
	readonly recheckQueue: Queue;
	/** The queue of the route that checks task definitions. */
	readonly familyQueue: Queue;
	/** The queue of the function that reads which images are in use. */
	readonly refreshQueue: Queue;
	/** All dead-letter queues of the stack, which the sweep counts. */
	readonly allDeadLetters: readonly Queue[];
	readonly settings: FunctionSettings;
}

/** What the console says about the function, and how it takes requests. */
type WorkerProps = Omit<WorkerEntry, "name" | "construct" | "adapters">;

/**
 * queue ─► function, for requests of other functions or of a schedule. The queue exists before the function, because the functions
 * that send requests come first: they are checked again when the work is done.
 */
export class QueueWorker extends Construct {
	readonly queue: Queue;
	readonly deadLetters: Queue;
	/** The rule of its schedule, if it has one. */
	readonly rule: CfnRule | undefined;
	private readonly work: WorkQueue;
	private readonly entry: WorkerProps;

	constructor(scope: Construct, id: string, entry: WorkerProps) {
		super(scope, id);
		this.entry = entry;
		this.work = new WorkQueue(this, {
			timeoutSeconds: entry.timeoutSeconds,
			maxReceiveCount: maxReceiveCounts.workers,
		});
		this.queue = this.work.queue;
		this.deadLetters = this.work.deadLetters;
		this.rule = this.addSchedule();
	}

	/** Adds the function that takes the requests. */
	addFunction(props: QueueWorkerProps): PipelineFunction {
		const { description, timeoutSeconds, batchSize } = this.entry;
		const handler = new PipelineFunction(this, "Handler", {
			...props,
			description,
			timeoutSeconds,
			environment: { ...props.environment, ...this.environmentOf(props) },
			own: {
				ledger: props.ledger.table.tableArn,
				"own-queue": this.queue.queueArn,
				"recheck-queue": props.recheckQueue.queueArn,
				"family-queue": props.familyQueue.queueArn,
				"refresh-queue": props.refreshQueue.queueArn,
				"dead-letter-queue": this.deadLetters.queueArn,
				"all-dead-letter-queues": props.allDeadLetters.map(({ queueArn }) => queueArn),
			},
		});
		this.work.connect(handler, {
			mapping: "Mapping",
			batchSize,
			// The least that Lambda allows. The pace of the sweep relies on it; a claim in the table keeps a second refresh from working.
			maxConcurrency: 2,
		});
		return handler;
	}

	private environmentOf(props: QueueWorkerProps): Readonly<Record<string, string>> {
		const values: readonly (readonly [Variable, string])[] = [
			["ledgerTable", props.ledger.table.tableName],
			["queueUrl", this.queue.queueUrl],
			["recheckQueueUrl", props.recheckQueue.queueUrl],
			["familyQueueUrl", props.familyQueue.queueUrl],
			["deadLetterQueueUrl", this.deadLetters.queueUrl],
			["deadLetterQueueUrls", props.allDeadLetters.map(({ queueUrl }) => queueUrl).join(",")],
		];
		const needed = values.filter(([variable]) => this.entry.environment.includes(variable));
		return Object.fromEntries(needed.map(([variable, value]) => [environment[variable], value]));
	}

	private addSchedule(): CfnRule | undefined {
		const { schedule, description } = this.entry;
		if (schedule === undefined) return undefined;
		const targets = [scheduleTarget(this.queue.queueArn)];
		const rule = new CfnRule(this, schedule.rule, { description, scheduleExpression: schedule.expression, targets });
		allowRules(this.queue, [rule]);
		return rule;
	}
}
