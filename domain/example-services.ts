// Facts about services, clusters and capacity providers that pass the controls, as domain/example-facts.ts has of the others.
import type { CapacityProviderFacts, ClusterFacts, ServiceFacts } from "../core/facts.ts";
import { aTaskDefinition, readAt } from "./example-facts.ts";

const ecs = "arn:aws:ecs:ap-northeast-1:111122223333";

/** A compliant service on Fargate, with one task definition. */
export const aService = (facts: Partial<ServiceFacts> = {}): ServiceFacts => ({
	kind: "service",
	cluster: "shop",
	name: "web",
	arn: `${ecs}:service/${facts.cluster ?? "shop"}/${facts.name ?? "web"}`,
	launchTypes: ["FARGATE"],
	deploymentController: "ECS",
	deploymentStrategy: "ROLLING",
	lifecycleHooks: [],
	schedulingStrategy: "REPLICA",
	desiredCount: 2,
	circuitBreaker: { isEnabled: true, rollsBack: true, threshold: null },
	isExecEnabled: false,
	networks: [{ of: "service", assignPublicIp: "DISABLED" }],
	platformVersions: [{ of: "service", version: "1.4.0", family: "LINUX" }],
	definition: { value: aTaskDefinition({ revision: 3 }) },
	blockingFailures: { value: [] },
	gateExemption: { value: null },
	isPauseJudged: { value: true },
	tags: { value: {} },
	readAt,
	...facts,
});

/** A compliant cluster. */
export const aCluster = (facts: Partial<ClusterFacts> = {}): ClusterFacts => ({
	kind: "cluster",
	name: "shop",
	arn: `${ecs}:cluster/${facts.name ?? "shop"}`,
	containerInsights: "enabled",
	execLogging: "OVERRIDE",
	hasExecLogTarget: true,
	tags: { value: {} },
	readAt,
	...facts,
});

/** A compliant capacity provider with an Auto Scaling group. */
export const aCapacityProvider = (facts: Partial<CapacityProviderFacts> = {}): CapacityProviderFacts => ({
	kind: "capacity-provider",
	name: "spot",
	arn: `${ecs}:capacity-provider/${facts.name ?? "spot"}`,
	managedTerminationProtection: "ENABLED",
	managedScaling: "ENABLED",
	tags: { value: {} },
	readAt,
	...facts,
});
