import type { ImageInUse, StoredImage } from "../../core/facts.ts";
import { listed } from "../../core/text.ts";
import { evaluateLifecycle, type Fate } from "./evaluate.ts";
import type { LifecyclePolicy } from "./policy.ts";

/** An image that somebody uses and that a policy is about to take away. */
export interface Endangered extends Fate {
	readonly tags: readonly string[];
	/** For people, at least one, each once. */
	readonly usedBy: readonly string[];
}

/**
 * What the policy would do today to images in use, seen at a point in time (ISO 8601), in the order of the images. An
 * index is in use when one of its images is: who runs that pulls it by way of the index.
 */
export function endangeredBy(
	policy: LifecyclePolicy,
	images: readonly StoredImage[],
	inUse: readonly ImageInUse[],
	at: string,
): readonly Endangered[] {
	const users = usersOf(images, inUse);
	const stored = new Map(images.map((image) => [image.digest, image]));
	return evaluateLifecycle(policy, images, at).flatMap((fate) => {
		const usedBy = users.get(fate.digest);
		return usedBy === undefined ? [] : { ...fate, tags: stored.get(fate.digest)?.tags ?? [], usedBy: [...usedBy] };
	});
}

/** Users by digest, those of an image also on every index above it. */
function usersOf(
	images: readonly StoredImage[],
	inUse: readonly ImageInUse[],
): ReadonlyMap<string, ReadonlySet<string>> {
	const indexesOver = new Map<string, string[]>();
	for (const { digest, children = [] } of images) {
		for (const child of children) indexesOver.set(child, [...(indexesOver.get(child) ?? []), digest]);
	}
	const users = new Map<string, Set<string>>();
	for (const { digest, usedBy } of inUse) {
		// A set hands out what is added while it is walked: each index once, however they name one another.
		const held = new Set([digest]);
		for (const one of held) {
			for (const index of indexesOver.get(one) ?? []) held.add(index);
			users.set(one, (users.get(one) ?? new Set()).add(usedBy));
		}
	}
	return users;
}

/** `rule 2 would expire sha256:… (v1), in use by service shop/web`. */
export function dangerText({ rulePriority, action, digest, tags, usedBy }: Endangered): string {
	const verb = action === "expire" ? "expire" : "archive";
	const named = tags.length > 0 ? `${digest} (${listed(tags, 3)})` : digest;
	return `rule ${rulePriority} would ${verb} ${named}, in use by ${listed(usedBy, 3)}`;
}
