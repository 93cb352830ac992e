import { DescribeImagesCommand, type ECRClient, type ImageDetail } from "@aws-sdk/client-ecr";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "ecr:DescribeImages", on: "repository" }];

const gone = ["ImageNotFoundException", "RepositoryNotFoundException"];

type TaggedImage = ImageDetail & { readonly imageDigest: string };

/** The image that has a tag now; null when the repository has no such tag. Throws ECR's errors and TryLaterError. */
export async function resolveTag(
	client: ECRClient,
	repositoryName: string,
	imageTag: string,
): Promise<TaggedImage | null> {
	const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
	try {
		const { imageDetails = [] } = await callAws("ecr:DescribeImages", (options) => client.send(command, options), {
			isComplete: (answer) => Array.isArray(answer.imageDetails),
		});
		const tagged = imageDetails.find(({ imageTags = [] }) => imageTags.includes(imageTag));
		return tagged?.imageDigest === undefined ? null : { ...tagged, imageDigest: tagged.imageDigest };
	} catch (error) {
		if (isNamed(error, ...gone)) return null;
		throw error;
	}
}

export type ResolveTag = typeof resolveTag;

/** Asks ECR once about each tag: what it names then is the answer from then on, wherever it moves. Failures are not remembered. */
export function createTagResolver(): ResolveTag {
	const known = new Map<string, Promise<TaggedImage | null>>();
	return (client, repository, tag) => {
		const key = `${repository}:${tag}`;
		const answer = known.get(key) ?? resolveTag(client, repository, tag);
		known.set(key, answer);
		answer.catch(() => known.delete(key));
		return answer;
	};
}
