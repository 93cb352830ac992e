import { DescribeImagesCommand, type ECRClient } from "@aws-sdk/client-ecr";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "ecr:DescribeImages", on: "repository" }];

const gone = ["ImageNotFoundException", "RepositoryNotFoundException"];

/** The current digest of a tag; null when the repository has no such tag. Throws ECR's errors and TryLaterError. */
export async function resolveTag(client: ECRClient, repositoryName: string, imageTag: string): Promise<string | null> {
	const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
	try {
		const { imageDetails = [] } = await callAws("ecr:DescribeImages", (options) => client.send(command, options), {
			isComplete: (answer) => Array.isArray(answer.imageDetails),
		});
		return imageDetails.find(({ imageTags = [] }) => imageTags.includes(imageTag))?.imageDigest ?? null;
	} catch (error) {
		if (isNamed(error, ...gone)) return null;
		throw error;
	}
}
