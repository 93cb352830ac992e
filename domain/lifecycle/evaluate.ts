import type { StoredImage } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import { type LifecyclePolicy, type LifecycleRule, type StorageClass, storageClassOf } from "./policy.ts";

/** A stored image with the fields that rules for the archive need. */
export interface LifecycleImage extends StoredImage {
	/** Standard when absent. */
	readonly storageClass?: StorageClass;
	/** ISO 8601. */
	readonly archivedAt?: string | null;
}

/** What a policy does to an image, and by which rule. Unaffected images have none. */
export interface LifecycleEffect {
	readonly digest: string;
	readonly rulePriority: number;
	readonly action: "expire" | "transition";
}

const day = 86_400_000;

/**
 * What ECR would do with these images under this policy at a point in time (ISO 8601).
 *
 * All rules are evaluated first, then applied by priority: the first rule whose tag requirements an image meets is the only
 * one that acts on it, even if it keeps the image, but lower rules still count the image. Images that a kept index refers to
 * are never affected.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html, read 2026-11-21.
 */
export function evaluateLifecycle(
	policy: LifecyclePolicy,
	images: readonly LifecycleImage[],
	at: string,
): readonly LifecycleEffect[] {
	const rules = policy.rules.toSorted((a, b) => a.rulePriority - b.rulePriority);
	const due = rules.map((rule) => new Set(dueBy(rule, images, Date.parse(at))));
	const effects = images.flatMap((image) => {
		const first = rules.findIndex((rule) => ruleSelects(rule, image));
		const rule = rules[first];
		if (rule === undefined || !due[first]?.has(image)) return [];
		return [{ digest: image.digest, rulePriority: rule.rulePriority, action: rule.action.type }];
	});
	const referenced = referencedByKept(images, new Set(effects.map((effect) => effect.digest)));
	return effects.filter((effect) => !referenced.has(effect.digest));
}

/** Whether a rule selects an image by its storage class and its tags. */
export function ruleSelects(rule: LifecycleRule, image: LifecycleImage): boolean {
	const { selection } = rule;
	if (storageClassOf(rule) !== (image.storageClass ?? "standard")) return false;
	switch (selection.tagStatus) {
		case "any":
			return true;
		case "untagged":
			return image.tags.length === 0;
		case "tagged": {
			const { tagPatternList = [], tagPrefixList = [] } = selection;
			return (
				image.tags.length > 0 &&
				tagPatternList.every((pattern) => image.tags.some((tag) => globMatches(pattern, tag))) &&
				tagPrefixList.every((prefix) => image.tags.some((tag) => tag.startsWith(prefix)))
			);
		}
	}
}

/** The images that a rule would act on if it were the only one. An image whose time is unknown counts as new. */
function dueBy(rule: LifecycleRule, images: readonly LifecycleImage[], now: number): readonly LifecycleImage[] {
	const { countType, countNumber } = rule.selection;
	const identified = images
		.filter((image) => ruleSelects(rule, image))
		.map((image) => ({ image, since: sinceOf(image, countType) ?? Number.POSITIVE_INFINITY }));
	if (countType !== "imageCountMoreThan") {
		return identified.filter(({ since }) => now - since > countNumber * day).map(({ image }) => image);
	}
	return (
		identified
			// The difference of two unknown times is NaN: then, as for equal times, the digest decides.
			.toSorted((a, b) => b.since - a.since || (a.image.digest < b.image.digest ? -1 : 1))
			.slice(countNumber)
			.map(({ image }) => image)
	);
}

/** The time from which a rule counts, in epoch milliseconds; null when AWS does not report it. */
function sinceOf(image: LifecycleImage, countType: LifecycleRule["selection"]["countType"]): number | null {
	switch (countType) {
		case "imageCountMoreThan":
		case "sinceImagePushed":
			return timeOf(image.activatedAt ?? image.pushedAt);
		case "sinceImagePulled": {
			const used = timeOf(image.lastPulledAt ?? image.pushedAt);
			const restored = timeOf(image.activatedAt);
			return used === null || restored === null ? (used ?? restored) : Math.max(used, restored);
		}
		case "sinceImageTransitioned":
			return timeOf(image.archivedAt);
	}
}

const timeOf = (text: string | null | undefined): number | null =>
	text === null || text === undefined ? null : Date.parse(text);

/** Every image that an unaffected index refers to, directly or indirectly. */
function referencedByKept(images: readonly LifecycleImage[], affected: ReadonlySet<string>): ReadonlySet<string> {
	const childrenOf = new Map(images.map((image) => [image.digest, image.children ?? []]));
	const referenced = new Set<string>();
	const pending = images.filter((image) => !affected.has(image.digest)).map((image) => image.digest);
	for (let digest = pending.pop(); digest !== undefined; digest = pending.pop()) {
		for (const child of childrenOf.get(digest) ?? []) {
			if (!referenced.has(child)) pending.push(child);
			referenced.add(child);
		}
	}
	return referenced;
}
