import { type CapacityProvider, DescribeCapacityProvidersCommand, type ECSClient } from "@aws-sdk/client-ecs";
import type { CapacityProviderFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import { arnOf, type CapacityProviderSubject } from "../../core/subject.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";
import { countResults, onlyItem } from "./only-item.ts";

const action = "ecs:DescribeCapacityProviders";

export const permissions: readonly Permission[] = [
	{ action, on: "capacity-provider" },
	// The tags are requested with the provider; ECS denies those of a task definition to callers without this permission.
	{ action: "ecs:ListTagsForResource", on: "capacity-provider", through: action },
];

/** AWS's own capacity providers, which every account has; their names are also their types. */
export const ownedByAws: readonly string[] = ["FARGATE", "FARGATE_SPOT"];

/**
 * Null if there is no such capacity provider, if it is deleted or being deleted, or if it is AWS's own. ECS may not find a provider
 * of Managed Instances without its cluster, which its name does not say. Throws TryLaterError.
 */
export async function readCapacityProvider(
	client: ECSClient,
	subject: CapacityProviderSubject,
	readAt: string,
): Promise<Reading<CapacityProviderFacts | null>> {
	if (ownedByAws.includes(subject.name)) return { value: null };
	return readingOf(action, describe(client, subject, readAt));
}

async function describe(
	client: ECSClient,
	subject: CapacityProviderSubject,
	readAt: string,
): Promise<CapacityProviderFacts | null> {
	const command = new DescribeCapacityProvidersCommand({ capacityProviders: [subject.name], include: ["TAGS"] });
	const { capacityProviders, failures } = await callAws(action, (options) => client.send(command, options), {
		isComplete: (answer) => countResults({ items: answer.capacityProviders, failures: answer.failures }) > 0,
	});
	const provider = onlyItem(action, { items: capacityProviders, failures });
	if (provider === null || isEnding(provider)) return null;
	return {
		kind: "capacity-provider",
		name: subject.name,
		arn: arnOf(subject),
		managedTerminationProtection: protectionOf(provider),
		managedScaling: provider.autoScalingGroupProvider?.managedScaling?.status ?? null,
		tags: resourceTagsOf(provider.tags),
		readAt,
	};
}

function isEnding({ status, updateStatus }: CapacityProvider): boolean {
	if (status === "INACTIVE" || status === "DEPROVISIONING") return true;
	return updateStatus === "DELETE_IN_PROGRESS" || updateStatus === "DELETE_COMPLETE";
}

/** "The default is off." */
function protectionOf({ autoScalingGroupProvider }: CapacityProvider): string | null {
	if (autoScalingGroupProvider === undefined) return null;
	return autoScalingGroupProvider.managedTerminationProtection ?? "DISABLED";
}
