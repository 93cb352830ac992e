import { DescribeImagesCommand, type ECRClient } from "@aws-sdk/client-ecr";
import type { Permission } from "../../core/permission.ts";
import { type ListPage, readListPage } from "../clients/list-page.ts";

export const permissions: readonly Permission[] = [{ action: "ecr:DescribeImages", on: "repository" }];

/** An image in a list. */
export interface ListedImage {
	readonly digest: string;
	readonly isTagged: boolean;
}

/** The limit of DescribeImages (service model). */
const pageSize = 1_000;

/** The images in one page of a repository; none if the repository does not exist. Throws TryLaterError and ECR's other errors. */
export const listImagesPage = (
	client: ECRClient,
	repositoryName: string,
	token: string | null,
): Promise<ListPage<ListedImage>> =>
	readListPage(
		{
			action: "ecr:DescribeImages",
			send: (nextToken, options) =>
				client.send(new DescribeImagesCommand({ repositoryName, maxResults: pageSize, nextToken }), options),
			itemsIn: ({ imageDetails }) =>
				imageDetails?.flatMap(({ imageDigest, imageTags = [] }) =>
					imageDigest === undefined ? [] : [{ digest: imageDigest, isTagged: imageTags.length > 0 }],
				),
			emptyOn: "RepositoryNotFoundException",
		},
		token,
	);
