import type { TagsReading } from "./repository-facts.ts";

/** A cluster of ECS, as DescribeClusters returns it. */
export interface ClusterFacts {
	readonly kind: "cluster";
	readonly name: string;
	readonly arn: string;
	/** Setting `containerInsights`: disabled, enabled or enhanced; null if it is not returned. */
	readonly containerInsights: string | null;
	/** How commands of ECS Exec are logged: NONE, DEFAULT or OVERRIDE; null if it is not set. */
	readonly execLogging: string | null;
	/** With OVERRIDE: whether it names a log group or a bucket. */
	readonly hasExecLogTarget: boolean;
	readonly tags: TagsReading;
	/** When AWS was read, ISO 8601. */
	readonly readAt: string;
}

/** A capacity provider of the account, as DescribeCapacityProviders returns it; not FARGATE and FARGATE_SPOT, which are AWS's. */
export interface CapacityProviderFacts {
	readonly kind: "capacity-provider";
	readonly name: string;
	readonly arn: string;
	/** ENABLED or DISABLED, of its Auto Scaling group, where ECS's default is DISABLED; null if it has no Auto Scaling group. */
	readonly managedTerminationProtection: string | null;
	/** `managedScaling.status` of its Auto Scaling group, ENABLED or DISABLED; null if it has none or it is not returned. */
	readonly managedScaling: string | null;
	readonly tags: TagsReading;
	/** When AWS was read, ISO 8601. */
	readonly readAt: string;
}
