import type { Fields } from "./aws-json.ts";
import type { StoredImage } from "./ecr-registry.ts";

const imageConfiguration = "application/vnd.oci.image.config.v1+json";
const fileSystemLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

/** DescribeImages gives the type of an ordinary image's configuration, or of its manifest, as its artifactMediaType, too. */
const imageType = /^application\/vnd\.(?:oci\.image|docker\.container\.image|docker\.distribution\.manifest)\./;

const artifactTypeOf = ({ artifactMediaType }: StoredImage): string | null =>
	artifactMediaType === null || imageType.test(artifactMediaType) ? null : artifactMediaType;

/** The manifest of an image as BatchGetImage returns it: invented, but in the form that its media type requires. */
export function manifestOf(image: StoredImage, siblings: readonly StoredImage[]): Fields {
	const { mediaType, artifactMediaType, children, sizeBytes, digest } = image;
	if (children.length > 0) {
		return { schemaVersion: 2, mediaType, manifests: children.map((child) => childOf(child, siblings)) };
	}
	return {
		schemaVersion: 2,
		mediaType,
		config: { mediaType: artifactMediaType ?? imageConfiguration, digest, size: 2 },
		layers: [{ mediaType: artifactTypeOf(image) ?? fileSystemLayer, digest, size: sizeBytes }],
	};
}

function childOf(digest: string, siblings: readonly StoredImage[]): Fields {
	const stored = siblings.find((image) => image.digest === digest);
	const artifactType = stored === undefined ? null : artifactTypeOf(stored);
	return {
		mediaType: stored?.mediaType ?? "application/vnd.oci.image.manifest.v1+json",
		digest,
		size: stored?.sizeBytes ?? 0,
		...(artifactType === null ? {} : { artifactType }),
	};
}
