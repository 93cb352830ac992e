import { CfnRule } from "aws-cdk-lib/aws-events";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import { eventTarget } from "../events/rule-target.ts";
import { maxReceiveCounts } from "../functions/manifest.ts";
import type { EventRule } from "./event-pattern.ts";
import type { Ledger } from "./ledger.ts";
import type { OwnResources } from "./permissions.ts";
import { type FunctionSettings, functionTimeout, PipelineFunction } from "./pipeline-function.ts";
import { allowRules } from "./queue-rule.ts";
import { deadLetterQueue } from "./queues.ts";
import { WorkQueue } from "./work-queue.ts";

export interface EventRouteProps {
	/** What the function does with an event, for the console. */
	readonly description: string;
	/** One for each kind of event, by the id of its rule. */
	readonly events: ReadonlyMap<string, EventRule>;
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
	readonly settings: FunctionSettings;
}

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
			maxReceiveCount: maxReceiveCounts.routes,
			delaySeconds: props.delaySeconds,
			// Lambda requires a window for batches of more than ten messages.
			windowSeconds: props.batchSize > 10 ? 5 : 0,
		});
		this.deadLetters = work.deadLetters;
		this.queue = work.queue;
		this.rules = new Map([...props.events].map(([rule, event]) => [rule, this.addRule(rule, event, props)]));
		for (const queue of [this.queue, this.ruleDeadLetters]) allowRules(queue, this.rules.values());
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
		work.connect(this.handler, { ...props, mapping: "Mapping" });
	}

	private addRule(id: string, { folder, pattern: eventPattern }: EventRule, { description }: EventRouteProps): CfnRule {
		return new CfnRule(this, id, {
			description,
			eventPattern,
			targets: [eventTarget(folder, this.queue.queueArn, this.ruleDeadLetters.queueArn)],
		});
	}
}
