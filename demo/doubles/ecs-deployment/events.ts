import { randomUUID } from "node:crypto";
import type { DeploymentLifecycleHookStatus } from "@aws-sdk/client-ecs";
import type { Deployment, HookRecord } from "./records.ts";

/** An event as EventBridge delivers it. */
export interface EcsEvent {
	readonly version: "0";
	readonly id: string;
	readonly "detail-type": "ECS Deployment State Change" | "ECS Hook State Change";
	readonly source: "aws.ecs";
	readonly account: string;
	readonly region: string;
	/** ISO 8601. */
	readonly time: string;
	readonly resources: readonly string[];
	readonly detail: Readonly<Record<string, string>>;
}

/** Developer guide, "Amazon ECS service deployment state change events". Of the reasons, only the examples there are known. */
const deploymentEvents = {
	started: { eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS", eventType: "INFO" },
	rollingBack: { eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS", eventType: "INFO" },
	completed: { eventName: "SERVICE_DEPLOYMENT_COMPLETED", eventType: "INFO" },
	failed: { eventName: "SERVICE_DEPLOYMENT_FAILED", eventType: "ERROR" },
} as const;

/** `now`: epoch milliseconds. */
export function deploymentEvent(kind: keyof typeof deploymentEvents, deployment: Deployment, now: number): EcsEvent {
	const { service, target, previous, statusReason } = deployment;
	const deploymentId = idOf(kind === "rollingBack" && previous !== null ? previous : target);
	const reasons = {
		started: `ECS deployment ${deploymentId} in progress.`,
		rollingBack: `ECS deployment ${idOf(target)}: rolling back to deploymentId ${deploymentId}.`,
		completed: `ECS deployment ${deploymentId} completed.`,
		failed: `ECS deployment ${deploymentId} failed: ${statusReason ?? ""}`,
	};
	const time = new Date(now).toISOString();
	const detail = { ...deploymentEvents[kind], deploymentId, updatedAt: time, reason: reasons[kind] };
	return eventOf("ECS Deployment State Change", service.serviceArn, time, detail);
}

const idOf = ({ id }: { readonly id: string }): string => `ecs-svc/${id}`;

/** Developer guide, "Amazon ECS service deployment hook state change events"; its example is of a PAUSE hook. `now`: epoch milliseconds. */
export function hookEvent(deployment: Deployment, hook: HookRecord, now: number): EcsEvent {
	const { arn, service, stage } = deployment;
	const time = new Date(now).toISOString();
	const isBad: readonly DeploymentLifecycleHookStatus[] = ["FAILED", "TIMED_OUT"];
	const detail = {
		eventType: isBad.includes(hook.status) ? "ERROR" : "INFO",
		eventName: `HOOK_${hook.status}`,
		hookId: hook.hookId,
		hookType: hook.targetType,
		expiresAt: new Date(hook.expiresAt * 1_000).toISOString(),
		lifecycleStage: stage ?? "",
		clusterArn: service.clusterArn,
		serviceArn: service.serviceArn,
		serviceDeploymentArn: arn,
		updatedAt: time,
	};
	return eventOf("ECS Hook State Change", arn, time, detail);
}

function eventOf(
	type: EcsEvent["detail-type"],
	resource: string,
	time: string,
	detail: Readonly<Record<string, string>>,
): EcsEvent {
	const [, , , region = "", account = ""] = resource.split(":");
	const id = randomUUID();
	return {
		version: "0",
		id,
		"detail-type": type,
		source: "aws.ecs",
		account,
		region,
		time,
		resources: [resource],
		detail,
	};
}
