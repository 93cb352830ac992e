import { type ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { noResourceType, type Permission } from "../../core/permission.ts";
import { type ListPage, readListPage } from "../clients/list-page.ts";

export const permissions: readonly Permission[] = [{ action: "ecs:ListClusters", on: "*", reason: noResourceType }];

/** The limit of ListClusters (service model). */
const pageSize = 100;

/** Names of the clusters in one page of the account and Region. Throws TryLaterError and ECS's errors. */
export const listClusterNames = (client: ECSClient, token: string | null): Promise<ListPage<string>> =>
	readListPage(
		{
			action: "ecs:ListClusters",
			send: (nextToken, options) => client.send(new ListClustersCommand({ maxResults: pageSize, nextToken }), options),
			itemsIn: ({ clusterArns }) => clusterArns?.map((arn) => arn.split("/").at(-1) ?? arn),
		},
		token,
	);
