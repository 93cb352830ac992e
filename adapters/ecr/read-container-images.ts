import type { ECRClient } from "@aws-sdk/client-ecr";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { isUnresolved, type Unread, wasRead } from "../../core/reading.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { type ImageReference, parseImageReference } from "../../domain/images/image-reference.ts";
import { isOwnRegistry } from "../../domain/images/own-registry.ts";
import { readingOf } from "../failures.ts";
import { permissions as describePermissions, describeRepository, mutabilityOf } from "./describe-repository.ts";
import { permissions as imagePermissions, readImage } from "./read-image.ts";
import { type ResolveTag, resolveTag, permissions as tagPermissions } from "./resolve-tag.ts";

export const permissions: readonly Permission[] = [...describePermissions, ...tagPermissions, ...imagePermissions];

/** ECS allows ten containers per definition; further images are not read. */
const maxImages = 20;
const imagesAtOnce = 3;

type ImageReadings = Pick<ContainerFacts, "imageRepository" | "registryImage">;

/** Where and when the images are read. */
interface ReadContext extends AccountRegion {
	readonly readAt: string;
	readonly resolve: ResolveTag;
}

/**
 * Adds ECR's facts about the containers' images and their repositories, if these are in the private registry of the
 * account and Region; each image is read once. `resolve`: how tags become digests. Throws TryLaterError.
 */
export async function addRegistryImages(
	client: ECRClient,
	facts: TaskDefinitionFacts,
	{ partition, account, region }: AccountRegion,
	resolve: ResolveTag = resolveTag,
): Promise<TaskDefinitionFacts> {
	const { containers, readAt } = facts;
	if (isUnresolved(containers)) return facts;
	const images = [...new Set(containers.flatMap(({ image }) => (typeof image === "string" ? [image] : [])))];
	const context: ReadContext = { partition, account, region, readAt, resolve };
	const readings = await mapConcurrently(imagesAtOnce, images.slice(0, maxImages), (image) =>
		readImageFacts(client, image, context),
	);
	const byImage = new Map(readings.map((reading, at) => [images[at], reading]));
	const others = unread(`only ${maxImages} images of a task definition are read`);
	return {
		...facts,
		containers: containers.map((container) =>
			typeof container.image === "string"
				? { ...container, ...(byImage.get(container.image) ?? others) }
				: { ...container, ...unread("the container has no image") },
		),
	};
}

/** Because of the name, or of what the registry does not contain: its users are linked to that (pipeline/dependents.ts). */
const lasting = (unread: string): Unread => ({ unread, isLasting: true });

const unread = (because: string): ImageReadings => ({
	imageRepository: lasting(because),
	registryImage: lasting(because),
});

async function readImageFacts(client: ECRClient, image: string, context: ReadContext): Promise<ImageReadings> {
	const reference = parseImageReference(image);
	if (reference === null) return unread("it is not a valid image name");
	if (!isOwnRegistry(reference.registry, context)) return unread("its registry is not read here");
	const repository = await describeRepository(client, reference.path);
	if (wasRead(repository) && repository.value === null) return unread("its repository does not exist");
	return {
		imageRepository: wasRead(repository) ? { value: mutabilityOf(repository) } : repository,
		registryImage: await readRegistryImage(client, reference, context),
	};
}

async function readRegistryImage(
	client: ECRClient,
	{ path, tag, digest: written }: ImageReference,
	{ readAt, resolve, ...place }: ReadContext,
): Promise<ContainerFacts["registryImage"]> {
	const named = tag ?? "latest";
	const digest =
		written === null ? await readingOf("ecr:DescribeImages", resolve(client, path, named)) : { value: written };
	if (!wasRead(digest)) return digest;
	const missing = lasting(
		written === null ? `its repository has no tag ${named}` : "its repository does not contain it",
	);
	if (digest.value === null) return missing;
	const image = await readImage(
		client,
		{ kind: "image", ...place, repository: path, digest: digest.value },
		readAt,
		null,
	);
	return image === null ? missing : { value: image };
}
