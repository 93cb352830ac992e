import { type ECSClient, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import { noResourceType, type Permission } from "../../core/permission.ts";
import { type ListPage, readListPage } from "../clients/list-page.ts";

export const permissions: readonly Permission[] = [
	{ action: "ecs:ListTaskDefinitions", on: "*", reason: noResourceType },
];

/** A family and its newest active revision in a page. */
export interface ListedFamily {
	readonly family: string;
	readonly revision: number;
}

/** The limit of ListTaskDefinitions (service model). */
const pageSize = 100;

/**
 * The families in one page of the account's active task definitions, each with its newest revision. The list is in descending
 * order of family and revision (service model, `sort`), so the newest revision of a family is in the first page that has one of
 * it. Throws TryLaterError and ECS's errors.
 */
export async function listTaskDefinitions(client: ECSClient, token: string | null): Promise<ListPage<ListedFamily>> {
	const { items, next } = await readListPage(
		{
			action: "ecs:ListTaskDefinitions",
			send: (nextToken, options) =>
				client.send(
					new ListTaskDefinitionsCommand({ status: "ACTIVE", sort: "DESC", maxResults: pageSize, nextToken }),
					options,
				),
			itemsIn: ({ taskDefinitionArns }) => taskDefinitionArns,
		},
		token,
	);
	const newest = new Map<string, number>();
	for (const arn of items) {
		const [, family, revision] = /:task-definition\/([^:/]+):(\d+)$/.exec(arn) ?? [];
		if (family !== undefined) newest.set(family, Math.max(newest.get(family) ?? 0, Number(revision)));
	}
	return { items: [...newest].map(([family, revision]) => ({ family, revision })), next };
}
