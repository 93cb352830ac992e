import { CfnRule } from "aws-cdk-lib/aws-events";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import { eventTarget, scheduleTarget } from "../events/rule-target.ts";
import type { Variable, WorkerEntry } from "../functions/entries.ts";
import { maxReceiveCounts } from "../functions/manifest.ts";
import { type Deployment, type EventRule, rulesOf } from "./event-pattern.ts";
import type { Ledger } from "./ledger.ts";
import type { OwnResources } from "./permissions.ts";
import { type FunctionSettings, PipelineFunction } from "./pipeline-function.ts";
import { allowRules } from "./queue-rule.ts";
import { deadLetterQueue } from "./queues.ts";
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
	/** ARN of the parameter that switches off everything that blocks. */
	readonly offSwitch: string;
	/** Resources of this worker only. */
	readonly own: Partial<OwnResources>;
	readonly settings: FunctionSettings;
}

/**
 * queue ─► function, for requests of other functions or of a schedule. The queue exists before the function, because the functions
 * that send requests come first: they are checked again when the work is done.
 */
export class QueueWorker extends Construct {
	readonly queue: Queue;
	readonly deadLetters: Queue;
	/** By their ids: of its schedule, and of the events that it receives. */
	readonly rules: ReadonlyMap<string, CfnRule>;
	/** Of its rules of events; none if it has no such rule. */
	readonly ruleDeadLetters: readonly Queue[];
	private readonly work: WorkQueue;
	private readonly entry: WorkerEntry;

	constructor(scope: Construct, entry: WorkerEntry, deployment: Deployment) {
		super(scope, entry.construct);
		const { timeoutSeconds, events = [] } = entry;
		this.entry = entry;
		this.work = new WorkQueue(this, { timeoutSeconds, maxReceiveCount: maxReceiveCounts.workers });
		this.queue = this.work.queue;
		this.deadLetters = this.work.deadLetters;
		this.ruleDeadLetters =
			events.length === 0
				? []
				: [deadLetterQueue(this, "RuleDeadLetters", "events that EventBridge could not deliver")];
		this.rules = new Map([...this.addSchedule(), ...this.addEventRules(rulesOf(events, deployment))]);
		if (this.rules.size === 0) return;
		for (const queue of [this.queue, ...this.ruleDeadLetters]) allowRules(queue, this.rules.values());
	}

	get allDeadLetters(): readonly Queue[] {
		return [this.deadLetters, ...this.ruleDeadLetters];
	}

	/** Adds the function that takes the requests. */
	addFunction(props: QueueWorkerProps): PipelineFunction {
		const { description, timeoutSeconds, batchSize, maxConcurrency } = this.entry;
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
				"off-switch": props.offSwitch,
				...props.own,
				"dead-letter-queue": this.deadLetters.queueArn,
				"all-dead-letter-queues": props.allDeadLetters.map(({ queueArn }) => queueArn),
			},
		});
		this.work.connect(handler, {
			mapping: "Mapping",
			batchSize,
			...(maxConcurrency === undefined ? {} : { maxConcurrency }),
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

	private addSchedule(): readonly (readonly [string, CfnRule])[] {
		const { schedule, description } = this.entry;
		if (schedule === undefined) return [];
		const targets = [scheduleTarget(this.queue.queueArn)];
		const { rule, expression: scheduleExpression } = schedule;
		return [[rule, new CfnRule(this, rule, { description, scheduleExpression, targets })]];
	}

	private addEventRules(events: ReadonlyMap<string, EventRule>): readonly (readonly [string, CfnRule])[] {
		const { description } = this.entry;
		return this.ruleDeadLetters.flatMap(({ queueArn: deadLetters }) =>
			[...events].map(([id, { folder, pattern: eventPattern }]) => {
				const targets = [eventTarget(folder, this.queue.queueArn, deadLetters)];
				return [id, new CfnRule(this, id, { description, eventPattern, targets })] as const;
			}),
		);
	}
}
