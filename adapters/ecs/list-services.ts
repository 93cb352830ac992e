import { type ECSClient, ListServicesCommand } from "@aws-sdk/client-ecs";
import { noResourceType, type Permission } from "../../core/permission.ts";
import { type ListPage, readListPage } from "../clients/list-page.ts";

export const permissions: readonly Permission[] = [{ action: "ecs:ListServices", on: "*", reason: noResourceType }];

/** The limit of ListServices (service model); the default is ten. */
const pageSize = 100;

/** Names of the services in one page of a cluster; none if the cluster does not exist. Throws TryLaterError and ECS's other errors. */
export const listServiceNames = (client: ECSClient, cluster: string, token: string | null): Promise<ListPage<string>> =>
	readListPage(
		{
			action: "ecs:ListServices",
			send: (nextToken, options) =>
				client.send(new ListServicesCommand({ cluster, maxResults: pageSize, nextToken }), options),
			itemsIn: ({ serviceArns }) => serviceArns?.map((arn) => arn.split("/").at(-1) ?? arn),
			emptyOn: "ClusterNotFoundException",
		},
		token,
	);
