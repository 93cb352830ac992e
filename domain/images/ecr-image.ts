import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { type AccountRegion, partitionOf } from "../../core/subject.ts";
import { parseImageReference } from "./image-reference.ts";
import { isOwnRegistry } from "./own-registry.ts";

/** An image in a private ECR registry. */
export interface EcrImage {
	/** Whose registry it is in. */
	readonly registry: AccountRegion;
	readonly repository: string;
	/** Null when there is none. */
	readonly tag: string | null;
	readonly digest: string | null;
}

const host = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;
/** The characters of names in ECR's API model, without their order, which is ECR's to judge. */
const repositoryCharacters = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
/** https://docs.docker.com/reference/cli/docker/image/tag/, read 2026-11-21. */
const tagPattern = /^\w[\w.-]{0,127}$/;

/** An image by its reference; null for an invalid one, and for an image in any other registry. */
export function parseEcrImage(text: string): EcrImage | null {
	const reference = parseImageReference(text);
	if (reference === null) return null;
	const { path: repository, tag, digest } = reference;
	const registry = ecrRegistryOf(reference.registry);
	const isValid =
		repositoryCharacters.test(repository) && !repository.includes("//") && (tag === null || tagPattern.test(tag));
	return registry !== null && isValid ? { registry, repository, tag, digest } : null;
}

/** The account and Region whose private registry a host is; null for any other host. */
function ecrRegistryOf(registry: string): AccountRegion | null {
	const [, account, region] = host.exec(registry) ?? [];
	if (account === undefined || region === undefined) return null;
	const place = { partition: partitionOf(region), account, region };
	return isOwnRegistry(registry, place) ? place : null;
}

export interface ImageElsewhere {
	/** As the task definition names it. */
	readonly image: string;
	readonly registry: AccountRegion;
}

/** The images of a task definition that are in the private ECR registry of another account or Region than `place`, each once. */
export function imagesElsewhere(
	{ containers }: Pick<TaskDefinitionFacts, "containers">,
	{ partition, account, region }: AccountRegion,
): readonly ImageElsewhere[] {
	if (isUnresolved(containers)) return [];
	const named = new Set(containers.flatMap(({ image }) => (typeof image === "string" ? image : [])));
	return [...named].flatMap((image) => {
		const registry = parseEcrImage(image)?.registry;
		const isElsewhere =
			registry !== undefined &&
			(registry.partition !== partition || registry.account !== account || registry.region !== region);
		return isElsewhere ? { image, registry } : [];
	});
}
