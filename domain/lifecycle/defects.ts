import type { StoredImage } from "../../core/facts.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { ruleSelects } from "./evaluate.ts";
import { type LifecyclePolicy, type LifecycleRule, type StorageClass, storageClassOf } from "./policy.ts";
import { deadEntriesOf, shadows, tagGlobsOf } from "./tag-selection.ts";

/** Why a policy, or one of its rules, has no effect or the wrong one. */
export interface Defect {
	/** A clause that says what is wrong. */
	readonly text: string;
	/** A whole sentence that says what to do. */
	readonly advice: string;
}

/** The properties of a repository that decide what its policy has to do. */
export interface RepositoryContext {
	/** Empty when unknown or when there are none: then the policy is judged on its own. */
	readonly images: readonly StoredImage[];
	/** Whether no tag can be moved to another image. */
	readonly immutable: boolean;
}

type Kind = "tagged" | "untagged";

/**
 * Everything that keeps a valid policy from limiting the size of its repository. Without images the policy is judged on its
 * own; with images it has to match those that exist.
 */
export function defectsOf({ rules }: LifecyclePolicy, repository: RepositoryContext): readonly Defect[] {
	return [
		...shadowedRules(rules),
		...rules.flatMap(deadEntries),
		...rules.flatMap((rule) => combinedEntries(rule, repository.images)),
		...archiveDefects(rules),
		...unreachedImages(rules, repository),
	];
}

/** Whether a policy has rules for untagged images only. */
export const isForUntaggedOnly = ({ rules }: LifecyclePolicy): boolean =>
	rules.every(({ selection }) => selection.tagStatus === "untagged");

function shadowedRules(rules: readonly LifecycleRule[]): readonly Defect[] {
	return rules.flatMap((lower) => {
		const higher = rules.find((rule) => shadows(rule, lower));
		if (higher === undefined) return [];
		return {
			text: `rule ${lower.rulePriority} has no effect because rule ${higher.rulePriority} selects all of its images first (${formatList(tagGlobsOf(higher))})`,
			advice: `Give rule ${lower.rulePriority} a lower rulePriority than rule ${higher.rulePriority}, or remove it.`,
		};
	});
}

function deadEntries(rule: LifecycleRule): readonly Defect[] {
	const { rulePriority } = rule;
	const dead = deadEntriesOf(rule);
	const other = dead.find(({ isWildcard }) => !isWildcard);
	if (other !== undefined) {
		return [
			{
				text: `rule ${rulePriority} matches no tag because ${other.why}`,
				advice: `Correct ${formatForDisplay(other.entry)} in rule ${rulePriority}, or remove the rule.`,
			},
		];
	}
	if (dead.length === 0) return [];
	return [
		{
			text: `rule ${rulePriority} matches no tag because the * in ${formatList(dead.map(({ entry }) => entry))} is not a wildcard in tagPrefixList`,
			advice: `Use tagPatternList in rule ${rulePriority}.`,
		},
	];
}

/** The entries of one list are ANDed, which is rarely the intent of a list with several entries. */
function combinedEntries(rule: LifecycleRule, images: readonly StoredImage[]): readonly Defect[] {
	const globs = tagGlobsOf(rule);
	if (globs.length < 2 || images.some((image) => ruleSelects(rule, image))) return [];
	return [
		{
			text: `rule ${rule.rulePriority} matches only images with tags that match all of ${formatList(globs)}${images.length > 0 ? ", and no image has them" : ""}`,
			advice: `Write one rule for each entry of rule ${rule.rulePriority}.`,
		},
	];
}

function archiveDefects(rules: readonly LifecycleRule[]): readonly Defect[] {
	const transitions = rules.filter(({ action }) => action.type === "transition");
	if (transitions.length === rules.length) {
		return [
			{
				text: "its rules only move images to the archive (transition), and none deletes them",
				advice: "Add a rule that expires images, including archived ones (sinceImageTransitioned).",
			},
		];
	}
	if (transitions.length > 0) return [];
	return rules
		.filter((rule) => storageClassOf(rule) === "archive")
		.map(({ rulePriority }) => ({
			text: `rule ${rulePriority} applies to archived images (sinceImageTransitioned), but no rule archives images`,
			advice: `Add a rule with the action transition, or remove rule ${rulePriority}.`,
		}));
}

function unreachedImages(rules: readonly LifecycleRule[], repository: RepositoryContext): readonly Defect[] {
	if (repository.immutable && isForUntaggedOnly({ rules })) {
		return [
			{
				text: "it has rules for untagged images only, and images rarely become untagged where tags cannot move (IMMUTABLE)",
				advice: adviceFor.tagged,
			},
		];
	}
	const unbounded = (["untagged", "tagged"] as const).filter(
		(kind) => !isBounded(kind, rules) && mayExist(kind, repository.images),
	);
	const taggedImages = repository.images.filter(({ tags }) => tags.length > 0);
	const noTagMatches =
		!unbounded.includes("tagged") &&
		taggedImages.length > 0 &&
		!rules.some((rule) => taggedImages.some((image) => ruleSelects(rule, image)));
	return [
		...unbounded
			// A policy that deletes nothing at all is reported by `archiveDefects`.
			.filter(() => rules.some(({ action }) => action.type === "expire"))
			.map((kind) => ({ text: `no rule ever deletes ${kind} images`, advice: adviceFor[kind] })),
		...(noTagMatches ? [{ text: unmatchedText(taggedImages), advice: adviceFor.tagged }] : []),
	];
}

const adviceFor: Readonly<Record<Kind, string>> = {
	tagged: 'Add a rule that limits tagged images, such as one that keeps the newest 20 of tagPatternList ["*"].',
	untagged: "Add a rule that expires untagged images, for example 14 days after the push.",
};

const unmatchedText = (images: readonly StoredImage[]): string =>
	`no rule matches any tag in the repository (${formatList(images.flatMap(({ tags }) => tags))})`;

/** Whether the repository has such images; true when its images are unknown. */
const mayExist = (kind: Kind, images: readonly StoredImage[]): boolean =>
	images.length === 0 || images.some(({ tags }) => tags.length > 0 === (kind === "tagged"));

/** Whether some images of a kind are eventually deleted, directly or by way of the archive. */
function isBounded(kind: Kind, rules: readonly LifecycleRule[]): boolean {
	const hasRule = (type: LifecycleRule["action"]["type"], storageClass: StorageClass): boolean =>
		rules.some(
			(rule) =>
				rule.action.type === type &&
				storageClassOf(rule) === storageClass &&
				["any", kind].includes(rule.selection.tagStatus),
		);
	return hasRule("expire", "standard") || (hasRule("transition", "standard") && hasRule("expire", "archive"));
}
