import type { ECSClient, ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import type { ServiceSubject } from "../../core/subject.ts";
import { isNamed, readingOf } from "../failures.ts";
import { forEachDeploymentPage, hasNone } from "./deployment-pages.ts";

const action = "ecs:ListServiceDeployments";

/** Resource type according to the Service Authorization Reference. */
export const permissions: readonly Permission[] = [{ action, on: "service" }];

/**
 * ARNs of the deployments of a service that were created after a time (ISO 8601), whatever their status, the newest first; none if the
 * service does not exist, or ECS has no deployments of it. Throws TryLaterError.
 */
export function listDeployments(
	client: ECSClient,
	{ cluster, name: service }: ServiceSubject,
	since: string,
): Promise<Reading<readonly string[]>> {
	return readingOf(action, list(client, { cluster, service, createdAt: { after: new Date(since) } }));
}

async function list(
	client: ECSClient,
	request: Parameters<typeof forEachDeploymentPage>[1],
): Promise<readonly string[]> {
	const found: ServiceDeploymentBrief[] = [];
	try {
		await forEachDeploymentPage(client, request, (page) => found.push(...page));
	} catch (error) {
		if (isNamed(error, ...hasNone)) return [];
		throw error;
	}
	// Their order is not documented.
	return found
		.toSorted((a, b) => timeOf(b) - timeOf(a))
		.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
}

const timeOf = ({ createdAt }: ServiceDeploymentBrief): number => createdAt?.getTime() ?? 0;
