import { AwsError, type Fields, pageOf } from "./aws-json.ts";
import { manifestOf } from "./ecr-manifest.ts";
import { type HeldImage, type Registry, repositoryAt } from "./ecr-registry.ts";
import { scanPage } from "./ecr-scan.ts";

interface ImageId {
	readonly imageDigest?: string;
	readonly imageTag?: string;
}

const isMeant = ({ imageDigest, imageTag }: ImageId, image: HeldImage): boolean =>
	(imageDigest !== undefined || imageTag !== undefined) &&
	(imageDigest === undefined || imageDigest === image.digest) &&
	(imageTag === undefined || image.tags.includes(imageTag));

function findImage(registry: Registry, asked: Fields, id: ImageId): HeldImage {
	const found = repositoryAt(registry, asked).images.find((image) => isMeant(id, image));
	if (found !== undefined) return found;
	const shown = `{imageDigest:'${id.imageDigest ?? "null"}', imageTag:'${id.imageTag ?? "null"}'}`;
	throw new AwsError(
		"ImageNotFoundException",
		`The image with imageId ${shown} does not exist within the repository with name '${asked["repositoryName"]}'`,
	);
}

export function describeImageScanFindings(registry: Registry, asked: Fields): Fields {
	return scanPage(registry, asked, findImage(registry, asked, (asked["imageId"] ?? {}) as ImageId));
}

/** Timestamps of the JSON protocol are seconds. */
const seconds = (time: string): number => Date.parse(time) / 1000;

export function describeImages(registry: Registry, asked: Fields): Fields {
	const ids = asked["imageIds"] as readonly ImageId[] | undefined;
	const { images } = repositoryAt(registry, asked);
	const wanted = ids === undefined ? images : ids.map((id) => findImage(registry, asked, id));
	const size = Number(asked["maxResults"] ?? 100);
	const { page, ...token } = pageOf(wanted, asked["nextToken"], Math.min(size, 1_000));
	return { imageDetails: page.map((image) => detailOf(image, registry, asked)), ...token };
}

function detailOf(image: HeldImage, { account }: Registry, { repositoryName }: Fields): Fields {
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

export function batchGetImage(registry: Registry, asked: Fields): Fields {
	const { images } = repositoryAt(registry, asked);
	const answers = ((asked["imageIds"] ?? []) as readonly ImageId[]).map((imageId) => ({
		imageId,
		image: images.find((image) => isMeant(imageId, image)),
	}));
	return {
		images: answers.flatMap(({ imageId, image }) =>
			image === undefined
				? []
				: {
						registryId: registry.account,
						repositoryName: asked["repositoryName"],
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
