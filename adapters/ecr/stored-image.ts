import type { ImageDetail } from "@aws-sdk/client-ecr";
import type { ImageFacts, StoredImage } from "../../core/facts.ts";
import { artifactOf } from "../../core/media-type.ts";
import { momentOf } from "../clients/moment.ts";

/**
 * One image of DescribeImages, compact; null without a digest. The size of an index is that of its largest manifest,
 * which is listed by itself: counted here too, it would be counted twice.
 */
export function storedImageOf(detail: ImageDetail): StoredImage | null {
	if (detail.imageDigest === undefined) return null;
	const lastPulledAt = momentOf(detail.lastRecordedPullTime);
	const activatedAt = momentOf(detail.lastActivatedAt);
	return {
		digest: detail.imageDigest,
		tags: detail.imageTags ?? [],
		pushedAt: momentOf(detail.imagePushedAt),
		...(lastPulledAt === null ? {} : { lastPulledAt }),
		...(activatedAt === null ? {} : { activatedAt }),
		sizeBytes: artifactKindOf(detail) === "index" ? 0 : (detail.imageSizeInBytes ?? 0),
	};
}

/** Whether a manifest lists others, by its media type alone: lists of signatures keep what they list, too. */
export const isIndex = ({ imageManifestMediaType }: ImageDetail): boolean =>
	artifactOf(imageManifestMediaType ?? null, null) === "index";

/**
 * Tags that cosign and the OCI referrers fallback give to what belongs to an image: `sha256-<digest>` with or without
 * `.sig`, `.att`, `.sbom`. Such signatures carry the configuration type of an ordinary image.
 */
const companionTag = /^sha(?:256|512)?-[0-9a-f]{32,128}(?:\.[a-z]+)?$/;

/** What ECR says that a manifest is: by what it refers to, its media types and its tags. */
export function artifactKindOf(detail: ImageDetail): ImageFacts["artifact"] {
	const tags = detail.imageTags ?? [];
	if (detail.subjectManifestDigest !== undefined) return "artifact";
	if (tags.length > 0 && tags.every((tag) => companionTag.test(tag))) return "artifact";
	const { imageManifestMediaType: manifest = null, artifactMediaType: artifact = null } = detail;
	// A type that only repeats the manifest's says nothing of what is in it.
	return artifactOf(manifest, artifact === manifest ? null : artifact);
}
