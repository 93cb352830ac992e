import type { ImageFacts } from "./facts.ts";

const indexes = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
];

/** Manifests that cannot describe a container image. */
const artifactManifests = [
	"application/vnd.oci.artifact.manifest.v1+json",
	"application/vnd.cncf.oras.artifact.manifest.v1+json",
];

/** Types of a container image's configuration, which ECR reports as its artifact media type. */
const imageConfigurations = [
	"application/vnd.oci.image.config.v1+json",
	"application/vnd.docker.container.image.v1+json",
];

/**
 * What a manifest is, by ECR's two media types (`imageManifestMediaType` and `artifactMediaType` of DescribeImages,
 * `manifest-media-type` and `artifact-media-type` of events); null if ECR does not report one.
 * Signatures, SBOMs, attestations and charts are artifacts. If the type is unknown it counts as an image, so that it is checked.
 */
export function artifactOf(manifest: string | null, artifact: string | null): ImageFacts["artifact"] {
	if (manifest !== null && artifactManifests.includes(manifest)) return "artifact";
	if (artifact !== null && ![...imageConfigurations, ...indexes].includes(artifact)) return "artifact";
	return manifest !== null && indexes.includes(manifest) ? "index" : "image";
}
