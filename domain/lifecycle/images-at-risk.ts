import type { ImageInUse, StoredImage } from "../../core/facts.ts";
import { formatList } from "../../core/text.ts";
import { evaluateLifecycle, type LifecycleEffect } from "./evaluate.ts";
import type { LifecyclePolicy } from "./policy.ts";

/** An image in use that a policy is about to expire or archive. */
export interface ImageAtRisk extends LifecycleEffect {
	readonly tags: readonly string[];
	/** Names for display: at least one, without duplicates. */
	readonly usedBy: readonly string[];
}

/**
 * The images in use that the policy would expire or archive at a point in time (ISO 8601), in the order of `images`. An
 * index is in use when one of its images is, because that image is pulled by way of the index.
 */
export function findImagesAtRisk(
	policy: LifecyclePolicy,
	images: readonly StoredImage[],
	inUse: readonly ImageInUse[],
	at: string,
): readonly ImageAtRisk[] {
	const users = usersOf(images, inUse);
	const stored = new Map(images.map((image) => [image.digest, image]));
	return evaluateLifecycle(policy, images, at).flatMap((effect) => {
		const usedBy = users.get(effect.digest);
		return usedBy === undefined ? [] : { ...effect, tags: stored.get(effect.digest)?.tags ?? [], usedBy: [...usedBy] };
	});
}

/** Users by digest; those of an image are added to every index that contains it. */
function usersOf(
	images: readonly StoredImage[],
	inUse: readonly ImageInUse[],
): ReadonlyMap<string, ReadonlySet<string>> {
	const parentIndexes = new Map<string, string[]>();
	for (const { digest, children = [] } of images) {
		for (const child of children) parentIndexes.set(child, [...(parentIndexes.get(child) ?? []), digest]);
	}
	const users = new Map<string, Set<string>>();
	for (const { digest, usedBy } of inUse) {
		// Iterating over a set includes items added meanwhile, and visits each index once even if indexes refer to each other.
		const reached = new Set([digest]);
		for (const reachedDigest of reached) {
			for (const index of parentIndexes.get(reachedDigest) ?? []) reached.add(index);
			users.set(reachedDigest, (users.get(reachedDigest) ?? new Set()).add(usedBy));
		}
	}
	return users;
}

/** `rule 2 would expire sha256:… (v1), in use by service shop/web`. */
export function describeImageAtRisk({ rulePriority, action, digest, tags, usedBy }: ImageAtRisk): string {
	const verb = action === "expire" ? "expire" : "archive";
	const named = tags.length > 0 ? `${digest} (${formatList(tags, 3)})` : digest;
	return `rule ${rulePriority} would ${verb} ${named}, in use by ${formatList(usedBy, 3)}`;
}
