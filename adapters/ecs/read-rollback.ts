import { type ECSClient, ListServiceDeploymentsCommand, type ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";

/** Resource type according to the Service Authorization Reference. */
export const permissions: readonly Permission[] = [{ action: "ecs:ListServiceDeployments", on: "service" }];

/** A deployment of a service to a revision of it. */
export interface DeploymentInQuestion {
	/** Name or ARN of the cluster. */
	readonly cluster: string;
	readonly serviceArn: string;
	readonly targetServiceRevisionArn: string;
	/** ARN of the deployment; null if it is unknown, then any deployment to the revision counts. */
	readonly deploymentArn: string | null;
}

/** Statuses of a deployment that does not go forward any more (Amazon ECS API reference, ServiceDeployment). */
const ending: ServiceDeploymentStatus[] = [
	"ROLLBACK_REQUESTED",
	"ROLLBACK_IN_PROGRESS",
	"ROLLBACK_SUCCESSFUL",
	"ROLLBACK_FAILED",
	"STOP_REQUESTED",
	"STOPPED",
];

/** The maximum of a page. */
const maxResults = 100;

/**
 * Whether ECS has given up a deployment: it is rolled back or stopped, or was. Reads the first page only, because a service is deployed
 * to a revision once, and lately. Throws TryLaterError.
 */
export function readRollback(
	client: ECSClient,
	{ cluster, serviceArn: service, targetServiceRevisionArn, deploymentArn }: DeploymentInQuestion,
): Promise<Reading<boolean>> {
	const action = "ecs:ListServiceDeployments";
	const command = new ListServiceDeploymentsCommand({ cluster, service, status: ending, maxResults });
	const answer = callAws(action, (options) => client.send(command, options), {
		isComplete: ({ serviceDeployments }) => Array.isArray(serviceDeployments),
	});
	return readingOf(
		action,
		answer.then(({ serviceDeployments = [] }) =>
			serviceDeployments.some((one) =>
				deploymentArn === null
					? one.targetServiceRevisionArn === targetServiceRevisionArn
					: one.serviceDeploymentArn === deploymentArn,
			),
		),
	);
}
