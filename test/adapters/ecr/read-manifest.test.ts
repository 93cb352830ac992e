import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { manifestOf } from "../../../adapters/ecr/read-manifest.ts";
import { UnusableAnswerError } from "../../../adapters/failures.ts";

const layer = (mediaType: string) => ({ mediaType, digest: "sha256:0" });
const configuration = { mediaType: "application/vnd.oci.image.config.v1+json" };
const kindOf = (manifest: object, mediaType: string | null = null) =>
	manifestOf(JSON.stringify(manifest), mediaType).kind;

describe("the kind of a manifest", () => {
	test.each([
		[
			"an OCI image",
			{ config: configuration, layers: [layer("application/vnd.oci.image.layer.v1.tar+zstd")] },
			"image",
		],
		["a Docker image", { layers: [layer("application/vnd.docker.image.rootfs.diff.tar.gzip")] }, "image"],
		[
			"a Windows image with foreign layers",
			{ layers: [layer("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")] },
			"image",
		],
		["an image of the first schema, which has no layers", { schemaVersion: 1, fsLayers: [{}] }, "image"],
		[
			"cosign's signature",
			{ config: configuration, layers: [layer("application/vnd.dev.cosign.simplesigning.v1+json")] },
			"artifact",
		],
		["BuildKit's attestation", { config: configuration, layers: [layer("application/vnd.in-toto+json")] }, "artifact"],
		["a chart", { config: { mediaType: "application/vnd.cncf.helm.config.v1+json" }, layers: [] }, "artifact"],
		["an OCI artifact", { artifactType: "application/spdx+json", config: configuration, layers: [] }, "artifact"],
		["an index without images", { manifests: [] }, "artifact"],
	])("%s", (_, manifest, kind) => {
		expect(kindOf(manifest)).toBe(kind);
	});

	test("an artifact in an index is not one of its images", () => {
		const manifests = [
			{ digest: "sha256:1" },
			{ digest: "sha256:2", artifactType: "application/spdx+json" },
			{ digest: "sha256:3", mediaType: "application/vnd.docker.distribution.manifest.list.v2+json" },
			{ digest: 4 },
			null,
		];
		const listed = ["sha256:1", "sha256:2", "sha256:3"];
		const expected = { kind: "index", children: ["sha256:1"], indexes: ["sha256:3"], listed };
		expect(manifestOf(JSON.stringify({ manifests }), null)).toEqual(expected);
	});
});

test("any string is a manifest or throws UnusableAnswerError", () => {
	const texts = fc.oneof(
		fc.string(),
		fc.json(),
		fc.object({ key: fc.constantFrom("layers", "manifests", "config") }).map((value) => JSON.stringify(value)),
	);
	fc.assert(
		fc.property(texts, fc.option(fc.string()), (text, mediaType) => {
			try {
				expect(["image", "index", "artifact"]).toContain(manifestOf(text, mediaType).kind);
			} catch (error) {
				expect(error).toBeInstanceOf(UnusableAnswerError);
			}
		}),
	);
});
