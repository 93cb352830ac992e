import type { Context, SQSRecord } from "aws-lambda";
import type { Answers } from "../../adapters/dynamodb/answers.ts";
import type { DeploymentClaims } from "../../adapters/dynamodb/deployment-claims.ts";
import type { ActionResult } from "../../adapters/ecs/deployment-action.ts";
import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { DescribedService, RevisionName } from "../../adapters/ecs/service-facts.ts";
import type { OffSwitchReader } from "../../adapters/ssm/read-off-switch.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import type { CreatedTaskSet, WaitingHook } from "../../core/event.ts";
import type { Reading } from "../../core/reading.ts";
import type { ServiceSubject, TaskDefinitionSubject } from "../../core/subject.ts";
import type { Rules } from "../rules.ts";
import type { AnswerReplies } from "./answer-replies.ts";
import type { DeploymentReadPorts } from "./read.ts";
import type { WorkerTelemetry } from "./worker-telemetry.ts";

/** An event about a deployment of a service. */
export interface DeploymentEvent {
	readonly service: ServiceSubject;
	/** When it happened, ISO 8601. */
	readonly time: string;
	/** The number of the attempt to decide, from 1. */
	readonly attempt: number;
	/** An earlier delivery may have acted already. */
	readonly isRedelivered: boolean;
	/** The PAUSE hook that waits; null if the deployment has started. */
	readonly hook: WaitingHook | null;
	/** What CodeDeploy or an external controller deploys; null if ECS itself does. */
	readonly taskSet: CreatedTaskSet | null;
}

/** How an event was handled; `again`: it has to be decided about later. */
export type Handled =
	| { readonly kind: "done" }
	| { readonly kind: "again"; readonly delaySeconds: number; readonly reason: string };

export const done: Handled = { kind: "done" };

/** All but `timeUp`, `now` and `retrySoon` throw TryLaterError. */
export interface WorkerPorts extends DeploymentReadPorts {
	/** ARNs of the deployments of a service that were created after a time, the newest first. */
	readonly listDeployments: (service: ServiceSubject, since: string) => Promise<Reading<readonly string[]>>;
	/** By its ARN; null when there is none. */
	readonly readServiceDeployment: (arn: string) => Promise<Reading<ServiceDeploymentFacts | null>>;
	readonly readService: (service: ServiceSubject, readAt: string) => Promise<Reading<DescribedService | null>>;
	readonly stopDeployment: (arn: string) => Promise<ActionResult>;
	readonly continueDeployment: (
		hook: Pick<WaitingHook, "deployment" | "id">,
		answer: "CONTINUE" | "ROLLBACK",
	) => Promise<ActionResult>;
	readonly setBack: (service: ServiceSubject, revision: RevisionName) => Promise<ActionResult>;
	readonly claims: DeploymentClaims;
	/** What people have decided in Slack. */
	readonly answers: Answers;
	readonly replies: AnswerReplies;
	readonly offSwitch: OffSwitchReader;
	/** Has the outcome recorded with the family; with the service, if the family is unknown. */
	readonly sendRecord: (subject: TaskDefinitionSubject | ServiceSubject, record: BlockRecord) => Promise<void>;
	/** ARN of the gate's function; null if the stack has none. */
	readonly gateArn: string | null;
	/** On task definitions. */
	readonly controls: readonly Control[];
	readonly rules: Rules;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
	readonly telemetry: WorkerTelemetry;
}

/** What the function needs of its queue. */
export interface MessagePorts {
	/** The number of the message's attempt, from 1. */
	readonly attemptOf: (record: SQSRecord) => number;
	readonly requeue: (record: SQSRecord, delaySeconds: number) => Promise<void>;
	readonly retrySoon: (record: SQSRecord) => Promise<void>;
	/** Moves the message to the dead-letter queue, once. */
	readonly reject: (record: SQSRecord, reason: string) => Promise<void>;
	/** Resolves when so little of the invocation's time is left that its messages have to be reported as failed. */
	readonly timeUp: (context: Context) => Promise<unknown>;
	/** An event source in addition to AWS's own; null when there is none. */
	readonly replaySource: string | null;
	/** Whether an event from it may block. */
	readonly replayCanBlock: boolean;
}
