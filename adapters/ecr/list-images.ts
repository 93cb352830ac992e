import { DescribeImagesCommand, type ECRClient } from "@aws-sdk/client-ecr";
import type { StoredImage } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";
import { UnusableAnswerError } from "../failures.ts";
import { permissions as manifestPermissions, readManifests } from "./read-manifest.ts";
import { isIndex, storedImageOf } from "./stored-image.ts";

export const permissions: readonly Permission[] = [
	{ action: "ecr:DescribeImages", on: "repository" },
	...manifestPermissions,
];

/** All images of a repository, without the children of indexes. */
export interface RepositoryImages {
	readonly images: readonly StoredImage[];
	/** Digests of the images that are indexes. */
	readonly indexes: readonly string[];
}

/** Twenty calls. ECR allows 100,000 images in a repository, which would take most of the function's time limit and memory. */
const maxImages = 20_000;

/** Every image that DescribeImages lists, each once. Throws ECR's errors, TryLaterError, and UnusableAnswerError, also for too many images. */
export async function listImages(client: ECRClient, repository: string): Promise<RepositoryImages> {
	const images = new Map<string, StoredImage>();
	const indexes = new Set<string>();
	await forEachPage(
		"ecr:DescribeImages",
		(nextToken) => {
			const command = new DescribeImagesCommand({ repositoryName: repository, maxResults: 1_000, nextToken });
			return callAws("ecr:DescribeImages", (options) => client.send(command, options), {
				isComplete: ({ imageDetails }) => Array.isArray(imageDetails),
			});
		},
		({ imageDetails = [] }) => {
			for (const detail of imageDetails) {
				const image = storedImageOf(detail);
				if (image === null) continue;
				images.set(image.digest, image);
				if (isIndex(detail)) indexes.add(image.digest);
			}
			if (images.size > maxImages) throw new UnusableAnswerError(`the repository has more than ${maxImages} images`);
		},
	);
	return { images: [...images.values()], indexes: [...indexes] };
}

/** Three calls; the effect of a lifecycle policy is not worth more. */
const maxIndexes = 300;

/**
 * The images, with the children of each index, which ECR keeps as long as the index. An index that was deleted in the meantime
 * has no children. Throws ECR's errors, TryLaterError, and UnusableAnswerError, also for too many indexes.
 */
export async function addChildren(
	client: ECRClient,
	repository: string,
	{ images, indexes }: RepositoryImages,
): Promise<readonly StoredImage[]> {
	if (indexes.length > maxIndexes) {
		throw new UnusableAnswerError(`the repository has more than ${maxIndexes} indexes`);
	}
	const manifests = await readManifests(client, repository, indexes);
	return images.map((image) => {
		const manifest = manifests.get(image.digest);
		return manifest === undefined ? image : { ...image, children: manifest.listed };
	});
}
