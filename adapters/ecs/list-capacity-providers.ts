import { DescribeCapacityProvidersCommand, type ECSClient } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import { type ListPage, readListPage } from "../clients/list-page.ts";
import { ownedByAws } from "./read-capacity-provider.ts";

export const permissions: readonly Permission[] = [
	{
		action: "ecs:DescribeCapacityProviders",
		on: "*",
		reason: "the list of all capacity providers is requested without naming one",
	},
];

/** The limit of DescribeCapacityProviders (service model). */
const pageSize = 10;

/** Names of the account's own capacity providers in one page. Throws TryLaterError and ECS's errors. */
export const listCapacityProviders = (client: ECSClient, token: string | null): Promise<ListPage<string>> =>
	readListPage(
		{
			action: "ecs:DescribeCapacityProviders",
			send: (nextToken, options) =>
				client.send(new DescribeCapacityProvidersCommand({ maxResults: pageSize, nextToken }), options),
			itemsIn: ({ capacityProviders }) =>
				capacityProviders?.flatMap(({ name = "", status }) =>
					name === "" || status === "INACTIVE" || ownedByAws.includes(name) ? [] : name,
				),
		},
		token,
	);
