import type { ECSClient } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import { isOver } from "../../domain/services/rollback.ts";
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
	/** ARN of the deployment; null if it is unknown, then all deployments to the revision count. */
	readonly deploymentArn: string | null;
	/** No deployment in question is older, ISO 8601: what ECS lists is usually a single page then. */
	readonly since: string;
}

/**
 * Whether ECS does not go forward with a deployment any more: it is complete, stopped or rolled back, or is going back. False if ECS does
 * not list it. Reads all pages: their order is not documented. Throws TryLaterError.
 */
export function readEnding(client: ECSClient, deployment: DeploymentInQuestion): Promise<Reading<boolean>> {
	return readingOf(action, hasEnded(client, deployment));
}

async function hasEnded(
	client: ECSClient,
	{ cluster, serviceArn: service, targetServiceRevisionArn, deploymentArn, since }: DeploymentInQuestion,
): Promise<boolean> {
	const ends: boolean[] = [];
	const createdAt = { after: new Date(since) };
	await forEachDeploymentPage(client, { cluster, service, createdAt }, (page) => {
		for (const one of page) {
			const isMeant =
				deploymentArn === null
					? one.targetServiceRevisionArn === targetServiceRevisionArn
					: one.serviceDeploymentArn === deploymentArn;
			if (isMeant) ends.push(isOver(one.status));
		}
	});
	return ends.length > 0 && ends.every((end) => end);
}
