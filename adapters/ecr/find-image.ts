import type { ECRClient } from "@aws-sdk/client-ecr";
import { type Reading, wasRead } from "../../core/reading.ts";
import type { AccountRegion, ImageSubject } from "../../core/subject.ts";
import { parseImageReference } from "../../domain/images/image-reference.ts";
import { isOwnRegistry } from "../../domain/images/own-registry.ts";
import { readingOf } from "../failures.ts";
import type { ResolveTag } from "./resolve-tag.ts";

/** Whether a text names an image: `REGISTRY/PATH`, with a tag, a digest, both or neither. */
export const isImageReference = (text: string): boolean => parseImageReference(text) !== null;

/** An image in the registry, or why there is none: `foreign`, it is in a registry that is not read; `absent`, the tag does not exist. */
export type FoundImage =
	| ImageSubject
	| { readonly kind: "foreign"; readonly because: string }
	| { readonly kind: "absent"; readonly because: string };

/**
 * The image that a reference names, by its digest: that of the reference, or the one that the tag (`latest` if there is none) has now.
 * Unread if AWS could not be read. Throws TryLaterError.
 */
export async function findImage(
	client: ECRClient,
	text: string,
	place: AccountRegion,
	resolve: ResolveTag,
): Promise<Reading<FoundImage>> {
	const reference = parseImageReference(text);
	if (reference === null || !isOwnRegistry(reference.registry, place)) {
		const own = `the private ECR registry of account ${place.account} in ${place.region}`;
		return { value: { kind: "foreign", because: `only ${own} is read, and the image is in another` } };
	}
	const { path: repository, tag, digest } = reference;
	if (digest !== null) return { value: { kind: "image", ...place, repository, digest } };
	const named = tag ?? "latest";
	const found = await readingOf("ecr:DescribeImages", resolve(client, repository, named));
	if (!wasRead(found)) return found;
	if (found.value !== null) return { value: { kind: "image", ...place, repository, digest: found.value.imageDigest } };
	const because = `account ${place.account} has no repository ${repository} with the tag ${named} in ${place.region}`;
	return { value: { kind: "absent", because } };
}
