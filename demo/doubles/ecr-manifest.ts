import type { Fields } from "./aws-json.ts";
import type { HeldImage } from "./ecr-registry.ts";

const imageConfiguration = "application/vnd.oci.image.config.v1+json";
const fileSystemLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

/** The manifest of an image as BatchGetImage answers it: made up, but of the form that its media types promise. */
export function manifestOf(image: HeldImage, siblings: readonly HeldImage[]): Fields {
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

function childOf(digest: string, siblings: readonly HeldImage[]): Fields {
	const held = siblings.find((image) => image.digest === digest);
	return {
		mediaType: held?.mediaType ?? "application/vnd.oci.image.manifest.v1+json",
		digest,
		size: held?.sizeBytes ?? 0,
		...(held?.artifactMediaType === null || held === undefined ? {} : { artifactType: held.artifactMediaType }),
	};
}
