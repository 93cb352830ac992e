import { DescribeImagesCommand, type ECRClient, type ImageDetail } from "@aws-sdk/client-ecr";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "ecr:DescribeImages", on: "repository" }];

const gone = ["ImageNotFoundException", "RepositoryNotFoundException"];

/** The image that has a tag now; null when the repository has no such tag. Throws ECR's errors and TryLaterError. */
export async function resolveTag(
	client: ECRClient,
	repositoryName: string,
	imageTag: string,
): Promise<(ImageDetail & { readonly imageDigest: string }) | null> {
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
