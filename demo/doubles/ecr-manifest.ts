import type { Fields } from "./aws-json.ts";
import type { StoredImage } from "./ecr-registry.ts";

const imageConfiguration = "application/vnd.oci.image.config.v1+json";
const fileSystemLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

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
		layers: [{ mediaType: artifactMediaType ?? fileSystemLayer, digest, size: sizeBytes }],
	};
}

function childOf(digest: string, siblings: readonly StoredImage[]): Fields {
	const stored = siblings.find((image) => image.digest === digest);
	return {
		mediaType: stored?.mediaType ?? "application/vnd.oci.image.manifest.v1+json",
		digest,
		size: stored?.sizeBytes ?? 0,
		...(stored?.artifactMediaType === null || stored === undefined ? {} : { artifactType: stored.artifactMediaType }),
	};
}
