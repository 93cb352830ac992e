import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import { blue, deploymentArn, green, serviceArn } from "./gate.ts";

export const hookId = "ecs-pause-4jT8vQm2Lr6XnB0wKc5YdZ1hF3gA7sE9uP_iOxRtVyM";

/** A rolling deployment from the blue to the green revision, as AWS describes it. */
export const aDescribedDeployment = (more: Partial<ServiceDeployment> = {}): ServiceDeployment => ({
	serviceDeploymentArn: deploymentArn,
	serviceArn,
	status: "IN_PROGRESS",
	createdAt: new Date("2026-11-21T12:00:00.000Z"),
	sourceServiceRevisions: [{ arn: blue }],
	targetServiceRevision: { arn: green },
	...more,
});

/** The same as facts. */
export const aDeployment = (more: Partial<ServiceDeploymentFacts> = {}): ServiceDeploymentFacts => ({
	arn: deploymentArn,
	serviceArn,
	status: "IN_PROGRESS",
	createdAt: "2026-11-21T12:00:00.000Z",
	target: green,
	sources: [blue],
	isRollback: false,
	rollback: { isAutomatic: false, startedAt: null },
	strategy: "ROLLING",
	hasEarlySuccess: false,
	configuredHooks: [],
	hooks: [],
	...more,
});
