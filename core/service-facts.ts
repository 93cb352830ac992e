import type { Reading } from "./reading.ts";
import type { TagsReading } from "./repository-facts.ts";
import type { TaskDefinitionFacts } from "./task-definition-facts.ts";
import type { Severity } from "./verdict.ts";

/** A service of ECS, as DescribeServices returns it, with the task definition that it runs. */
export interface ServiceFacts {
	readonly kind: "service";
	/** Name of its cluster. */
	readonly cluster: string;
	readonly name: string;
	readonly arn: string;
	/** EC2, FARGATE, EXTERNAL or MANAGED_INSTANCES; empty if unknown, as with a capacity provider other than Fargate's. */
	readonly launchTypes: readonly string[];
	/** ECS, CODE_DEPLOY or EXTERNAL; a string because AWS may add one. */
	readonly deploymentController: string;
	/** ROLLING, BLUE_GREEN, LINEAR or CANARY; a string because AWS may add one. */
	readonly deploymentStrategy: string;
	/** The Lambda functions that ECS calls in a deployment, and the PAUSE hooks that Shipshape answers. */
	readonly lifecycleHooks: readonly LifecycleHook[];
	/** REPLICA or DAEMON. */
	readonly schedulingStrategy: string;
	readonly desiredCount: number;
	/** Null if the service has none. */
	readonly circuitBreaker: CircuitBreakerFacts | null;
	readonly isExecEnabled: boolean;
	/** Of the service and of each of its task sets that is not draining. */
	readonly networks: readonly ServiceNetwork[];
	/** The Fargate platform versions of the task sets that are not draining, or else of the service, such as `1.4.0` or `LATEST`; empty without Fargate. */
	readonly platformVersions: readonly PlatformVersion[];
	/** The revision of its primary task set, or else the one that the service is set to run; null if there is none. */
	readonly definition: Reading<TaskDefinitionFacts | null>;
	/** Failing controls of that revision that block a deployment under the policy. `pending`: a scan result is awaited. */
	readonly blockingFailures: Reading<readonly BlockingFailure[]> & { readonly pending?: true };
	/** Why the policy has a gate refuse none of its deployments, whatever fails; null if it does. */
	readonly gateExemption: Reading<string | null>;
	/** Whether the policy has Shipshape judge its deployments in PAUSE hooks, rather than let them go on (`block.pause`). */
	readonly isPauseJudged: Reading<boolean>;
	readonly tags: TagsReading;
	/** When AWS was read, ISO 8601. */
	readonly readAt: string;
}

/** DeploymentCircuitBreaker of the ECS API. */
export interface CircuitBreakerFacts {
	readonly isEnabled: boolean;
	readonly rollsBack: boolean;
	/** `type`: BOUNDED_PERCENT, UNBOUNDED_PERCENT or COUNT; null if it is the default, half of the desired count, 3 to 200. */
	readonly threshold: { readonly type: string; readonly value: number } | null;
}

interface LifecycleHook {
	/** Name of the function; null for a PAUSE hook, in the stages in which it is there for Shipshape. */
	readonly function: string | null;
	/** Such as PRE_SCALE_UP. */
	readonly stages: readonly string[];
	/** When ECS no longer waits for an answer, in minutes, and what it does then: CONTINUE or ROLLBACK. */
	readonly timeout: { readonly minutes: number; readonly action: string };
}

export interface ServiceNetwork {
	/** `service`, or the id of a task set. */
	readonly of: string;
	/** ENABLED or DISABLED; null if the service does not use awsvpc networking or the value is not set. */
	readonly assignPublicIp: string | null;
}

export interface PlatformVersion {
	/** `service`, or the id of a task set. */
	readonly of: string;
	readonly version: string;
	/** LINUX or WINDOWS_SERVER_…; null if ECS does not say. */
	readonly family: string | null;
}

export interface BlockingFailure {
	/** Id of the control. */
	readonly control: string;
	readonly severity: Severity;
}
