import { AwsError, type Fields, pageOf } from "./aws-json.ts";
import { manifestOf } from "./ecr-manifest.ts";
import { getRepository, type Registry, type StoredImage } from "./ecr-registry.ts";
import { scanPage } from "./ecr-scan.ts";

interface ImageId {
	readonly imageDigest?: string;
	readonly imageTag?: string;
}

const isMatch = ({ imageDigest, imageTag }: ImageId, image: StoredImage): boolean =>
	(imageDigest !== undefined || imageTag !== undefined) &&
	(imageDigest === undefined || imageDigest === image.digest) &&
	(imageTag === undefined || image.tags.includes(imageTag));

function findImage(registry: Registry, request: Fields, id: ImageId): StoredImage {
	const found = getRepository(registry, request).images.find((image) => isMatch(id, image));
	if (found !== undefined) return found;
	const shown = `{imageDigest:'${id.imageDigest ?? "null"}', imageTag:'${id.imageTag ?? "null"}'}`;
	throw new AwsError(
		"ImageNotFoundException",
		`The image with imageId ${shown} does not exist within the repository with name '${request["repositoryName"]}'`,
	);
}

export function describeImageScanFindings(registry: Registry, request: Fields): Fields {
	return scanPage(registry, request, findImage(registry, request, (request["imageId"] ?? {}) as ImageId));
}

/** Timestamps of the JSON protocol are in seconds. */
const seconds = (time: string): number => Date.parse(time) / 1000;

export function describeImages(registry: Registry, request: Fields): Fields {
	const ids = request["imageIds"] as readonly ImageId[] | undefined;
	const { images } = getRepository(registry, request);
	const requested = ids === undefined ? images : ids.map((id) => findImage(registry, request, id));
	const size = Number(request["maxResults"] ?? 100);
	const { page, ...token } = pageOf(requested, request["nextToken"], Math.min(size, 1_000));
	return { imageDetails: page.map((image) => detailOf(image, registry, request)), ...token };
}

function detailOf(image: StoredImage, { account }: Registry, { repositoryName }: Fields): Fields {
	return {
		registryId: account,
		repositoryName,
		imageDigest: image.digest,
		...(image.tags.length > 0 ? { imageTags: image.tags } : {}),
		imageSizeInBytes: image.sizeBytes,
		imagePushedAt: seconds(image.pushedAt),
		imageManifestMediaType: image.mediaType,
		...(image.artifactMediaType === null ? {} : { artifactMediaType: image.artifactMediaType }),
		...(image.subjectManifestDigest === null ? {} : { subjectManifestDigest: image.subjectManifestDigest }),
	};
}

export function batchGetImage(registry: Registry, request: Fields): Fields {
	const { images } = getRepository(registry, request);
	const answers = ((request["imageIds"] ?? []) as readonly ImageId[]).map((imageId) => ({
		imageId,
		image: images.find((image) => isMatch(imageId, image)),
	}));
	return {
		images: answers.flatMap(({ imageId, image }) =>
			image === undefined
				? []
				: {
						registryId: registry.account,
						repositoryName: request["repositoryName"],
						imageId: { ...imageId, imageDigest: image.digest },
						imageManifest: JSON.stringify(manifestOf(image, images)),
						imageManifestMediaType: image.mediaType,
					},
		),
		failures: answers.flatMap(({ imageId, image }) =>
			image === undefined ? { imageId, failureCode: "ImageNotFound", failureReason: "Requested image not found" } : [],
		),
	};
}
