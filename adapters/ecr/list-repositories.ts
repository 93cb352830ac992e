import { DescribeRepositoriesCommand, type ECRClient } from "@aws-sdk/client-ecr";
import type { Permission } from "../../core/permission.ts";
import { type ListPage, readListPage } from "../clients/list-page.ts";

export const permissions: readonly Permission[] = [{ action: "ecr:DescribeRepositories", on: "repository" }];

/** The limit of DescribeRepositories (ECR service model). Ten repositories of a page cause two messages. */
const pageSize = 1_000;

/** Names of the repositories in one page of the account and Region. Throws TryLaterError and ECR's errors. */
export const listRepositories = (client: ECRClient, token: string | null): Promise<ListPage<string>> =>
	readListPage(
		{
			action: "ecr:DescribeRepositories",
			send: (nextToken, options) =>
				client.send(new DescribeRepositoriesCommand({ maxResults: pageSize, nextToken }), options),
			itemsIn: ({ repositories }) => repositories?.flatMap(({ repositoryName }) => repositoryName ?? []),
		},
		token,
	);
