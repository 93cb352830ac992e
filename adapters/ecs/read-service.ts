import { DescribeServicesCommand, type ECSClient } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import type { ServiceSubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";
import { countResults, onlyItem } from "./only-item.ts";
import { isEnding } from "./platform-versions.ts";
import { nullIfClusterNotFound } from "./search.ts";
import { type DescribedService, describedServiceOf } from "./service-facts.ts";

const action = "ecs:DescribeServices";

export const permissions: readonly Permission[] = [
	{ action, on: "service" },
	// The tags are requested with the service; ECS denies those of a task definition to callers without this permission.
	{ action: "ecs:ListTagsForResource", on: "service", through: action },
];

/**
 * A service and the revision that it runs; null if there is no such service or cluster, or if the service is being deleted
 * (DRAINING). Express Mode services are services like any other (`resourceManagementType` ECS). Throws TryLaterError.
 */
export async function readService(
	client: ECSClient,
	subject: ServiceSubject,
	readAt: string,
): Promise<Reading<DescribedService | null>> {
	return readingOf(action, nullIfClusterNotFound(describe(client, subject, readAt)));
}

async function describe(client: ECSClient, subject: ServiceSubject, readAt: string): Promise<DescribedService | null> {
	const { cluster, name } = subject;
	const command = new DescribeServicesCommand({ cluster, services: [name], include: ["TAGS"] });
	const { services, failures } = await callAws(action, (options) => client.send(command, options), {
		isComplete: (answer) => countResults({ items: answer.services, failures: answer.failures }) > 0,
	});
	const service = onlyItem(action, { items: services, failures });
	return service === null || isEnding(service) ? null : describedServiceOf(service, subject, readAt);
}
