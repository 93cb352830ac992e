import { expect, test } from "@jest/globals";
import { artifactOf } from "../../core/media-type.ts";

const oci = "application/vnd.oci.image.manifest.v1+json";
const ociIndex = "application/vnd.oci.image.index.v1+json";
const ociConfig = "application/vnd.oci.image.config.v1+json";
const docker = "application/vnd.docker.distribution.manifest.v2+json";
const dockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
const dockerConfig = "application/vnd.docker.container.image.v1+json";

test.each([
	[null, null, "image"],
	[oci, ociConfig, "image"],
	[docker, dockerConfig, "image"],
	[oci, null, "image"],
	[null, ociConfig, "image"],
	["application/vnd.docker.distribution.manifest.v1+prettyjws", null, "image"],
	["application/vnd.example.of-tomorrow+json", null, "image"],
	[ociIndex, null, "index"],
	[dockerList, null, "index"],
	[ociIndex, ociIndex, "index"],
	[dockerList, dockerList, "index"],
	[ociIndex, "application/vnd.example.bundle+json", "artifact"],
	[oci, "application/vnd.cncf.helm.config.v1+json", "artifact"],
	[oci, "application/vnd.cncf.notary.signature", "artifact"],
	[oci, "application/vnd.dev.sigstore.bundle.v0.3+json", "artifact"],
	[oci, "application/spdx+json", "artifact"],
	[oci, "application/vnd.oci.empty.v1+json", "artifact"],
	[null, "text/sbom+json", "artifact"],
	["application/vnd.oci.artifact.manifest.v1+json", null, "artifact"],
	["application/vnd.cncf.oras.artifact.manifest.v1+json", ociConfig, "artifact"],
])("a manifest of type %j with artifact type %j is an %s", (manifest, artifact, expected) => {
	expect(artifactOf(manifest, artifact)).toBe(expected);
});
