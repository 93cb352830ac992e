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
import { readDeployedImage } from "./read-deployed-image.ts";
import { permissions as imagePermissions, readImage } from "./read-image.ts";
import { type ResolveTag, resolveTag, permissions as tagPermissions } from "./resolve-tag.ts";

export const permissions: readonly Permission[] = [...describePermissions, ...tagPermissions, ...imagePermissions];

/** ECS allows ten containers per definition; further images are not read. */
const maxImages = 20;
const imagesAtOnce = 3;

type ImageReadings = Pick<ContainerFacts, "imageRepository" | "registryImage">;

/** What else is known of the images, and what is read of them. */
export interface ImagesToRead {
	/** To which ECS has resolved an image's tag, by the name of the container. A tag without one is resolved here. */
	readonly digests?: ReadonlyMap<string, string>;
	/** Whether their repositories are read as well; absent: yes. */
	readonly withRepositories?: boolean;
	/** Whether the result of its scan is all that is read of an image whose digest is known; absent: no. */
	readonly resultsOnly?: boolean;
	/** How tags are resolved; absent: each time anew. */
	readonly resolve?: ResolveTag;
	/** Called for an image that its repository does not contain, or whose repository does not exist, once, and why. */
	readonly onAbsent?: (image: string, because: string) => void;
}

/** Where, when and how the images are read. */
interface ReadContext extends AccountRegion {
	readonly readAt: string;
	readonly withRepositories: boolean;
	readonly resultsOnly: boolean;
	readonly resolve: ResolveTag;
	readonly onAbsent: (image: string, because: string) => void;
}

/**
 * Adds ECR's facts about the containers' images and their repositories, if these are in the private registry of the
 * account and Region; each image is read once. `resolve`: how tags become digests. Throws TryLaterError.
 */
export async function addRegistryImages(
	client: ECRClient,
	facts: TaskDefinitionFacts,
	{ partition, account, region }: AccountRegion,
	{
		digests = new Map(),
		withRepositories = true,
		resultsOnly = false,
		resolve = resolveTag,
		onAbsent = () => {},
	}: ImagesToRead = {},
): Promise<TaskDefinitionFacts> {
	const { containers, readAt } = facts;
	if (isUnresolved(containers)) return facts;
	const used = containers.map(({ name, image }) =>
		typeof image === "string" ? { image, digest: digests.get(name) ?? null } : null,
	);
	const images = new Map(used.flatMap((one) => (one === null ? [] : [[keyOf(one), one] as const])));
	const context: ReadContext = {
		...{ partition, account, region, readAt },
		...{ withRepositories, resultsOnly, resolve, onAbsent },
	};
	const readings = await mapConcurrently(imagesAtOnce, [...images].slice(0, maxImages), async ([key, image]) => {
		return [key, await readImageFacts(client, image, context)] as const;
	});
	const byKey = new Map(readings);
	const others = unread(`only ${maxImages} images of a task definition are read`);
	return {
		...facts,
		containers: containers.map((container, at) => {
			const one = used[at] ?? null;
			const none = unread("the container has no image");
			return { ...container, ...(one === null ? none : (byKey.get(keyOf(one)) ?? others)) };
		}),
	};
}

/** An image as a container names it, and the digest to which ECS has resolved it; null if it has not. */
interface UsedImage {
	readonly image: string;
	readonly digest: string | null;
}

const keyOf = ({ image, digest }: UsedImage): string => `${image} ${digest}`;

/** Because of the name, or of what the registry does not contain: its users are linked to that (pipeline/dependents.ts). */
const lasting = (unread: string): Unread => ({ unread, isLasting: true });

const unread = (because: string): ImageReadings => ({
	imageRepository: lasting(because),
	registryImage: lasting(because),
});

const elsewhere: Unread = { ...lasting("its registry is not read here"), isByDesign: true };

async function readImageFacts(
	client: ECRClient,
	{ image, digest }: UsedImage,
	context: ReadContext,
): Promise<ImageReadings> {
	const reference = parseImageReference(image);
	if (reference === null) return unread("it is not a valid image name");
	if (!isOwnRegistry(reference.registry, context)) return { imageRepository: elsewhere, registryImage: elsewhere };
	const repository = context.withRepositories
		? await describeRepository(client, reference.path)
		: lasting("its repository is not read here");
	const absent = (because: string): Unread => {
		context.onAbsent(image, because);
		return lasting(because);
	};
	if (wasRead(repository) && repository.value === null) {
		const none = absent("its repository does not exist");
		return { imageRepository: none, registryImage: none };
	}
	return {
		imageRepository: wasRead(repository) ? { value: mutabilityOf(repository) } : repository,
		registryImage: await readRegistryImage(
			client,
			{ ...reference, digest: reference.digest ?? digest },
			context,
			absent,
		),
	};
}

async function readRegistryImage(
	client: ECRClient,
	{ path, tag, digest: known }: ImageReference,
	{ readAt, partition, account, region, resultsOnly, resolve }: ReadContext,
	absent: (because: string) => Unread,
): Promise<ContainerFacts["registryImage"]> {
	const named = tag ?? "latest";
	const found =
		known === null
			? await readingOf("ecr:DescribeImages", resolve(client, path, named))
			: { value: { imageDigest: known } };
	if (!wasRead(found)) return found;
	const because = known === null ? `its repository has no tag ${named}` : "its repository does not contain it";
	if (found.value === null) return absent(because);
	const subject = {
		...({ kind: "image", partition, account, region } as const),
		...{ repository: path, digest: found.value.imageDigest },
	};
	const image =
		known !== null && resultsOnly
			? await readDeployedImage(client, subject, readAt)
			: await readImage(client, subject, readAt, null, known === null ? { detail: found.value } : {});
	return image === null ? absent(because) : { value: image };
}
