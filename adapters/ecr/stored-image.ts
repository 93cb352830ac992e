import type { ImageDetail } from "@aws-sdk/client-ecr";
import type { ImageFacts, StoredImage } from "../../core/facts.ts";
import { artifactOf } from "../../core/media-type.ts";
import { isoTimeOf } from "../clients/moment.ts";

/**
 * One image of DescribeImages in compact form; null without a digest. The size of an index is that of its largest manifest,
 * which is also listed separately, so it is not counted here.
 */
export function storedImageOf(detail: ImageDetail): StoredImage | null {
	if (detail.imageDigest === undefined) return null;
	const lastPulledAt = isoTimeOf(detail.lastRecordedPullTime);
	const activatedAt = isoTimeOf(detail.lastActivatedAt);
	return {
		digest: detail.imageDigest,
		tags: detail.imageTags ?? [],
		pushedAt: isoTimeOf(detail.imagePushedAt),
		...(lastPulledAt === null ? {} : { lastPulledAt }),
		...(activatedAt === null ? {} : { activatedAt }),
		sizeBytes: artifactKindOf(detail) === "index" ? 0 : (detail.imageSizeInBytes ?? 0),
	};
}

/** Whether a manifest lists others, by its media type only: an index of signatures also keeps its children. */
export const isIndex = ({ imageManifestMediaType }: ImageDetail): boolean =>
	artifactOf(imageManifestMediaType ?? null, null) === "index";

/**
 * Tags that cosign and the OCI referrers fallback give to artifacts of an image: `sha256-<digest>` with or without `.sig`,
 * `.att`, `.sbom`. Such signatures have the configuration type of an ordinary image.
 */
const companionTag = /^sha(?:256|512)?-[0-9a-f]{32,128}(?:\.[a-z]+)?$/;

/** The kind of a manifest according to ECR: by its subject, its media types and its tags. */
export function artifactKindOf(detail: ImageDetail): ImageFacts["artifact"] {
	const tags = detail.imageTags ?? [];
	if (detail.subjectManifestDigest !== undefined) return "artifact";
	if (tags.length > 0 && tags.every((tag) => companionTag.test(tag))) return "artifact";
	const { imageManifestMediaType: manifest = null, artifactMediaType: artifact = null } = detail;
	// An artifact type that only repeats the manifest's media type says nothing about the contents.
	return artifactOf(manifest, artifact === manifest ? null : artifact);
}
