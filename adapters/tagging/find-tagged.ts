import { GetResourcesCommand, type ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";
import { explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [{ action: "tag:GetResources", on: "`*`" }];

/** The most that GetResources returns at once (Resource Groups Tagging API reference). */
const pageSize = 100;

/**
 * Passes the ARNs of the revisions of all task definitions in the account and Region that have a tag with this key, with any value or none,
 * to `take`, page by page, whoever set the tag. GetResources returns resources of every service that are tagged with the service's own API,
 * too; for how long it may lag behind that, AWS does not document. Throws FailedCallError.
 */
export async function findTaggedRevisions(
	client: ResourceGroupsTaggingAPIClient,
	key: string,
	take: (arns: readonly string[]) => void,
): Promise<void> {
	const action = "tag:GetResources";
	const pages = forEachPage(
		action,
		async (PaginationToken) => {
			const command = new GetResourcesCommand({
				ResourceTypeFilters: ["ecs:task-definition"],
				TagFilters: [{ Key: key }],
				ResourcesPerPage: pageSize,
				PaginationToken,
			});
			const answer = await callAws(action, (options) => client.send(command, options), {
				isComplete: ({ ResourceTagMappingList }) => Array.isArray(ResourceTagMappingList),
			});
			return { resources: answer.ResourceTagMappingList ?? [], nextToken: answer.PaginationToken };
		},
		({ resources }) => take(resources.flatMap(({ ResourceARN }) => ResourceARN ?? [])),
	);
	await explainFailure(action, pages);
}
