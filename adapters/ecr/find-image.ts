import type { ECRClient } from "@aws-sdk/client-ecr";
import { type Reading, wasRead } from "../../core/reading.ts";
import type { ImageSubject } from "../../core/subject.ts";
import type { EcrImage } from "../../domain/images/ecr-image.ts";
import { readingOf } from "../failures.ts";
import type { ResolveTag } from "./resolve-tag.ts";

/** An image in the registry, or why there is none: `absent`, the tag does not exist. */
export type FoundImage = ImageSubject | { readonly kind: "absent"; readonly because: string };

/**
 * An image of the client's own registry by its digest: that of the reference, or the one that the tag (`latest` if there is none) has now.
 * Unread if AWS could not be read. Throws TryLaterError.
 */
export async function findImage(
	client: ECRClient,
	{ registry, repository, tag, digest }: EcrImage,
	resolve: ResolveTag,
): Promise<Reading<FoundImage>> {
	if (digest !== null) return { value: { kind: "image", ...registry, repository, digest } };
	const named = tag ?? "latest";
	const found = await readingOf("ecr:DescribeImages", resolve(client, repository, named));
	if (!wasRead(found)) return found;
	const { account, region } = registry;
	if (found.value !== null)
		return { value: { kind: "image", ...registry, repository, digest: found.value.imageDigest } };
	const because = `account ${account} has no repository ${repository} with the tag ${named} in ${region}`;
	return { value: { kind: "absent", because } };
}
