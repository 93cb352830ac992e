import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { parseImageReference } from "../../domain/images/image-reference.ts";
import { isOwnRegistry } from "../../domain/images/own-registry.ts";

/** An image of the private registry, as a container names it. */
export interface NamedImage {
	readonly repository: string;
	/** `latest` if there is neither a tag nor a digest. */
	readonly tag: string;
	/** If the name has one, the tag does not matter. */
	readonly digest: string | null;
}

/** The images in the private registry of an account and Region that the containers name, each once. */
export function namedImages(
	{ containers }: Pick<TaskDefinitionFacts, "containers">,
	place: AccountRegion,
): readonly NamedImage[] {
	if (isUnresolved(containers)) return [];
	const names = new Set(containers.flatMap(({ image }) => (typeof image === "string" ? [image] : [])));
	return [...names].flatMap((name) => namedImage(name, place) ?? []);
}

/** Null for an image of another registry, and for a name that is not valid. */
function namedImage(name: string, place: AccountRegion): NamedImage | null {
	const reference = parseImageReference(name);
	if (reference === null || !isOwnRegistry(reference.registry, place)) return null;
	return { repository: reference.path, tag: reference.tag ?? "latest", digest: reference.digest };
}
