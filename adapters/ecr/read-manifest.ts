import { BatchGetImageCommand, type BatchGetImageResponse, type ECRClient } from "@aws-sdk/client-ecr";
import { splitIntoChunks } from "../../core/chunks.ts";
import type { ImageFacts } from "../../core/facts.ts";
import { type Fields, fieldsIn, isFields, itemsIn, textIn } from "../../core/json.ts";
import { artifactOf } from "../../core/media-type.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { UnusableAnswerError } from "../failures.ts";

/** Reading a manifest counts as a pull: it updates the image's lastRecordedPullTime. */
export const permissions: readonly Permission[] = [{ action: "ecr:BatchGetImage", on: "repository" }];

/** The kind of a manifest, and the contents of an index: digests of images (without attestations) and of nested indexes. */
export interface Manifest {
	readonly kind: ImageFacts["artifact"];
	readonly children: readonly string[];
	readonly indexes: readonly string[];
	/** Everything that an index refers to, of any kind. */
	readonly listed: readonly string[];
}

/** For a digest, ECR does not convert manifests: it returns only an accepted media type. */
const acceptedMediaTypes = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v2+json",
];

/** A manifest by digest; null when it is not in ECR. Throws UnusableAnswerError if the response is not a manifest. */
export async function readManifest(client: ECRClient, repository: string, digest: string): Promise<Manifest | null> {
	const { images = [], failures = [] } = await batchGet(client, repository, [digest]);
	const [image] = images;
	if (image !== undefined) return manifestOf(image.imageManifest ?? "", image.imageManifestMediaType ?? null);
	if (failures.some(({ failureCode }) => failureCode === "ImageNotFound")) return null;
	throw new UnusableAnswerError(`ecr:BatchGetImage failed (${failures[0]?.failureCode ?? "no image"})`);
}

/** The maximum length of an ImageIdentifierList in the model of BatchGetImage. */
const maxAtOnce = 100;

/** Manifests by digest, without those that are not in ECR. Throws UnusableAnswerError if a manifest is missing for another reason. */
export async function readManifests(
	client: ECRClient,
	repository: string,
	digests: readonly string[],
): Promise<ReadonlyMap<string, Manifest>> {
	const manifests = new Map<string, Manifest>();
	for (const asked of splitIntoChunks(digests, maxAtOnce)) {
		const { images = [], failures = [] } = await batchGet(client, repository, asked);
		for (const { imageId, imageManifest = "", imageManifestMediaType = null } of images) {
			if (imageId?.imageDigest !== undefined) {
				manifests.set(imageId.imageDigest, manifestOf(imageManifest, imageManifestMediaType));
			}
		}
		for (const digest of asked.filter((one) => !manifests.has(one))) {
			const code = failures.find(({ imageId }) => imageId?.imageDigest === digest)?.failureCode ?? "no image";
			if (code !== "ImageNotFound") throw new UnusableAnswerError(`ecr:BatchGetImage failed (${code})`);
		}
	}
	return manifests;
}

function batchGet(client: ECRClient, repository: string, digests: readonly string[]): Promise<BatchGetImageResponse> {
	const command = new BatchGetImageCommand({
		repositoryName: repository,
		imageIds: digests.map((imageDigest) => ({ imageDigest })),
		acceptedMediaTypes,
	});
	return callAws("ecr:BatchGetImage", (options) => client.send(command, options), {
		isComplete: ({ images, failures }) => images !== undefined || failures !== undefined,
	});
}

/** Filesystem layers of Docker and OCI images, in every compression, including foreign layers. */
const filesystemLayer = /^application\/vnd\.(?:docker\.image\.rootfs|oci\.image\.layer)\./;

/** Parses a manifest. Throws UnusableAnswerError. */
export function manifestOf(text: string, mediaType: string | null): Manifest {
	const manifest = parseObject(text);
	if (Array.isArray(manifest["manifests"])) return indexOf(manifest["manifests"].filter(isFields));
	const configuration = textIn(fieldsIn(manifest["config"])["mediaType"]);
	const kind = artifactOf(
		textIn(manifest["mediaType"]) ?? mediaType,
		textIn(manifest["artifactType"]) ?? configuration,
	);
	const layers = itemsIn(manifest["layers"]).filter(isFields);
	const isRunnable = layers.some((layer) => filesystemLayer.test(textIn(layer["mediaType"]) ?? ""));
	// BuildKit's attestations and cosign's signatures have the configuration of an image, but no filesystem layer.
	return { kind: layers.length > 0 && !isRunnable ? "artifact" : kind, children: [], indexes: [], listed: [] };
}

function indexOf(listed: readonly Fields[]): Manifest {
	const digestsOf = (some: readonly Fields[]): readonly string[] => {
		return [...new Set(some.map((child) => textIn(child["digest"])))].filter((digest) => digest !== null);
	};
	const digestsOfKind = (kind: Manifest["kind"]) => digestsOf(listed.filter((child) => childKindOf(child) === kind));
	const [children, indexes] = [digestsOfKind("image"), digestsOfKind("index")];
	const kind = children.length + indexes.length > 0 ? "index" : "artifact";
	return { kind, children, indexes, listed: digestsOf(listed) };
}

/** BuildKit lists attestations next to the images of an index and marks them with an annotation. */
function childKindOf(child: Fields): Manifest["kind"] {
	const mark = fieldsIn(child["annotations"])["vnd.docker.reference.type"];
	if (mark === "attestation-manifest") return "artifact";
	return artifactOf(textIn(child["mediaType"]), textIn(child["artifactType"]));
}

function parseObject(text: string): Fields {
	try {
		const value: unknown = JSON.parse(text);
		if (isFields(value)) return value;
	} catch {
		// Reported below, like every other value that is not an object.
	}
	throw new UnusableAnswerError("the manifest is not a JSON object");
}
