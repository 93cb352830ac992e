import type { ECSClient, ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import { readingOf } from "../failures.ts";
import { forEachDeploymentPage } from "./deployment-pages.ts";

const action = "ecs:ListServiceDeployments";

/** Resource type according to the Service Authorization Reference. */
export const permissions: readonly Permission[] = [{ action, on: "service" }];

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

/** Whether ECS has given up a deployment: it is rolled back or stopped, or was. Reads all pages: their order is not documented. Throws TryLaterError. */
export function readRollback(client: ECSClient, deployment: DeploymentInQuestion): Promise<Reading<boolean>> {
	return readingOf(action, isGivenUp(client, deployment));
}

async function isGivenUp(
	client: ECSClient,
	{ cluster, serviceArn: service, targetServiceRevisionArn, deploymentArn }: DeploymentInQuestion,
): Promise<boolean> {
	let isFound = false;
	await forEachDeploymentPage(client, { cluster, service, status: ending }, (page) => {
		isFound ||= page.some((one) =>
			deploymentArn === null
				? one.targetServiceRevisionArn === targetServiceRevisionArn
				: one.serviceDeploymentArn === deploymentArn,
		);
	});
	return isFound;
}
