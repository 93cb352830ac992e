import { BatchGetImageCommand, type ECRClient } from "@aws-sdk/client-ecr";
import type { ImageFacts } from "../../core/facts.ts";
import { artifactOf } from "../../core/media-type.ts";
import type { Permission } from "../../core/permission.ts";
import { ask } from "../clients/ask.ts";
import { UnusableAnswerError } from "../failures.ts";
import { type Fields, fieldsIn, isFields, itemsIn, textIn } from "../json.ts";

/** A pull counts as one: reading a manifest renews the image's lastRecordedPullTime. */
export const permissions: readonly Permission[] = [{ action: "ecr:BatchGetImage", on: "repository" }];

/** What a manifest is, and what an index lists: digests of images (attestations left out) and of further indexes. */
export interface Manifest {
	readonly kind: ImageFacts["artifact"];
	readonly children: readonly string[];
	readonly indexes: readonly string[];
}

/** By digest ECR converts nothing: it answers only in a form that is asked for. */
const acceptedMediaTypes = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v2+json",
];

/** A manifest by digest; null when ECR does not hold it. Throws UnusableAnswerError for what is no manifest. */
export async function readManifest(client: ECRClient, repository: string, digest: string): Promise<Manifest | null> {
	const { images = [], failures = [] } = await ask(
		"ecr:BatchGetImage",
		(options) =>
			client.send(
				new BatchGetImageCommand({
					repositoryName: repository,
					imageIds: [{ imageDigest: digest }],
					acceptedMediaTypes,
				}),
				options,
			),
		{ isWhole: (answer) => answer.images !== undefined || answer.failures !== undefined },
	);
	const [image] = images;
	if (image !== undefined) return manifestOf(image.imageManifest ?? "", image.imageManifestMediaType ?? null);
	if (failures.some(({ failureCode }) => failureCode === "ImageNotFound")) return null;
	throw new UnusableAnswerError(`ecr:BatchGetImage failed (${failures[0]?.failureCode ?? "no image"})`);
}

/** Filesystem layers of Docker and OCI images, in every compression, foreign ones included. */
const filesystemLayer = /^application\/vnd\.(?:docker\.image\.rootfs|oci\.image\.layer)\./;

/** Reads a manifest's text. Throws UnusableAnswerError. */
export function manifestOf(text: string, mediaType: string | null): Manifest {
	const manifest = objectIn(text);
	if (Array.isArray(manifest["manifests"])) return indexOf(manifest["manifests"].filter(isFields));
	const configuration = textIn(fieldsIn(manifest["config"])["mediaType"]);
	const kind = artifactOf(
		textIn(manifest["mediaType"]) ?? mediaType,
		textIn(manifest["artifactType"]) ?? configuration,
	);
	const layers = itemsIn(manifest["layers"]).filter(isFields);
	const isRunnable = layers.some((layer) => filesystemLayer.test(textIn(layer["mediaType"]) ?? ""));
	// BuildKit's attestations and cosign's signatures have an image's configuration, but no layer that could be run.
	return { kind: layers.length > 0 && !isRunnable ? "artifact" : kind, children: [], indexes: [] };
}

function indexOf(listed: readonly Fields[]): Manifest {
	const digestsOf = (wanted: Manifest["kind"]): readonly string[] => {
		const digests = listed.filter((child) => childKindOf(child) === wanted).map((child) => textIn(child["digest"]));
		return [...new Set(digests)].filter((digest) => digest !== null);
	};
	const [children, indexes] = [digestsOf("image"), digestsOf("index")];
	return { kind: children.length + indexes.length > 0 ? "index" : "artifact", children, indexes };
}

/** BuildKit lists attestations beside the images of an index and marks them with an annotation. */
function childKindOf(child: Fields): Manifest["kind"] {
	const mark = fieldsIn(child["annotations"])["vnd.docker.reference.type"];
	if (mark === "attestation-manifest") return "artifact";
	return artifactOf(textIn(child["mediaType"]), textIn(child["artifactType"]));
}

function objectIn(text: string): Fields {
	try {
		const value: unknown = JSON.parse(text);
		if (isFields(value)) return value;
	} catch {
		// Said below, for everything that is no manifest.
	}
	throw new UnusableAnswerError("the manifest is not a JSON object");
}
