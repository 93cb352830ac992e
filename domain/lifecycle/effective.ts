import type { StoredImage } from "../../core/facts.ts";
import { listed } from "../../core/text.ts";
import { selects } from "./evaluate.ts";
import { type LifecyclePolicy, type LifecycleRule, type StorageClass, storageClassOf } from "./policy.ts";
import { deadPrefixesOf, shadows, tagGlobsOf } from "./tag-selection.ts";

/** Why a policy, or a rule of it, does not do what it is there for. */
export interface Defect {
	/** The half of a sentence. */
	readonly text: string;
	/** A whole one: what to write instead. */
	readonly advice: string;
}

/** What a repository holds and lets happen to it, as far as it decides what a policy has to do. */
export interface Surroundings {
	/** Empty when nobody has looked, or when there are none: then the policy alone is judged. */
	readonly images: readonly StoredImage[];
	/** Whether every tag stays on its image. */
	readonly immutable: boolean;
}

type Kind = "tagged" | "untagged";

/**
 * Everything that keeps a valid policy from bounding the repository. Without images the policy alone must be able to;
 * with images it has to reach what is there.
 */
export function defectsOf({ rules }: LifecyclePolicy, surroundings: Surroundings): readonly Defect[] {
	return [
		...shadowed(rules),
		...rules.flatMap(deadPrefixes),
		...rules.flatMap((rule) => wantsAllAtOnce(rule, surroundings.images)),
		...archiveTroubles(rules),
		...unreached(rules, surroundings),
	];
}

/** Whether a policy has rules for untagged images only. */
export const isForUntaggedOnly = ({ rules }: LifecyclePolicy): boolean =>
	rules.every(({ selection }) => selection.tagStatus === "untagged");

function shadowed(rules: readonly LifecycleRule[]): readonly Defect[] {
	return rules.flatMap((lower) => {
		const higher = rules.find((rule) => shadows(rule, lower));
		if (higher === undefined) return [];
		return {
			text: `rule ${lower.rulePriority} has no effect: rule ${higher.rulePriority} selects all of its images first (${listed(tagGlobsOf(higher))})`,
			advice: `Give rule ${lower.rulePriority} a lower rulePriority than rule ${higher.rulePriority}, or remove it.`,
		};
	});
}

function deadPrefixes(rule: LifecycleRule): readonly Defect[] {
	const dead = deadPrefixesOf(rule);
	if (dead.length === 0) return [];
	return [
		{
			text: `rule ${rule.rulePriority} matches no tag: the * in ${listed(dead)} is not a wildcard in tagPrefixList`,
			advice: `Use tagPatternList in rule ${rule.rulePriority}.`,
		},
	];
}

/** The entries of one list are ANDed: two of them rarely mean what they look like. */
function wantsAllAtOnce(rule: LifecycleRule, images: readonly StoredImage[]): readonly Defect[] {
	const globs = tagGlobsOf(rule);
	if (globs.length < 2 || images.some((image) => selects(rule, image))) return [];
	return [
		{
			text: `rule ${rule.rulePriority} matches only images with tags that match all of ${listed(globs)}${images.length > 0 ? ", and no image has them" : ""}`,
			advice: `Write one rule for each entry of rule ${rule.rulePriority}.`,
		},
	];
}

function archiveTroubles(rules: readonly LifecycleRule[]): readonly Defect[] {
	const moves = rules.filter(({ action }) => action.type === "transition");
	if (moves.length === rules.length) {
		return [
			{
				text: "its rules only move images to the archive (transition), and none deletes them",
				advice: "Add a rule that expires images, including archived ones (sinceImageTransitioned).",
			},
		];
	}
	if (moves.length > 0) return [];
	return rules
		.filter((rule) => storageClassOf(rule) === "archive")
		.map(({ rulePriority }) => ({
			text: `rule ${rulePriority} applies to archived images (sinceImageTransitioned), but no rule archives images`,
			advice: `Add a rule with the action transition, or remove rule ${rulePriority}.`,
		}));
}

function unreached(rules: readonly LifecycleRule[], surroundings: Surroundings): readonly Defect[] {
	if (surroundings.immutable && isForUntaggedOnly({ rules })) {
		return [
			{
				text: "it has rules for untagged images only, and images rarely become untagged where tags cannot move (IMMUTABLE)",
				advice: adviceFor.tagged,
			},
		];
	}
	const missing = (["untagged", "tagged"] as const).filter(
		(kind) => !isBounded(kind, rules) && isThere(kind, surroundings.images),
	);
	const present = surroundings.images.filter(({ tags }) => tags.length > 0);
	const isMissed =
		!missing.includes("tagged") &&
		present.length > 0 &&
		!rules.some((rule) => present.some((image) => selects(rule, image)));
	return [
		...missing
			// Where nothing is deleted at all, it has been said.
			.filter(() => rules.some(({ action }) => action.type === "expire"))
			.map((kind) => ({ text: `no rule ever deletes ${kind} images`, advice: adviceFor[kind] })),
		...(isMissed ? [{ text: missedText(present), advice: adviceFor.tagged }] : []),
	];
}

const adviceFor: Readonly<Record<Kind, string>> = {
	tagged: 'Add a rule that limits tagged images, such as one that keeps the newest 20 of tagPatternList ["*"].',
	untagged: "Add a rule that expires untagged images, for example 14 days after the push.",
};

const missedText = (images: readonly StoredImage[]): string =>
	`no rule matches any tag in the repository (${listed(images.flatMap(({ tags }) => tags))})`;

/** Whether such images grow: all kinds do where nobody has looked. */
const isThere = (kind: Kind, images: readonly StoredImage[]): boolean =>
	images.length === 0 || images.some(({ tags }) => tags.length > 0 === (kind === "tagged"));

/** Whether some images of a kind are deleted in the end, be it by way of the archive. */
function isBounded(kind: Kind, rules: readonly LifecycleRule[]): boolean {
	const does = (type: LifecycleRule["action"]["type"], storageClass: StorageClass): boolean =>
		rules.some(
			(rule) =>
				rule.action.type === type &&
				storageClassOf(rule) === storageClass &&
				["any", kind].includes(rule.selection.tagStatus),
		);
	return does("expire", "standard") || (does("transition", "standard") && does("expire", "archive"));
}
