import type { LifecyclePolicy, LifecycleRule } from "./policy.ts";
import { readLifecyclePolicy } from "./read-policy.ts";

export interface SuggestSettings {
	/** Globs of release tags. */
	readonly releaseTags: readonly string[];
	readonly untaggedDays: number;
	readonly keepNewest: number;
}

/** Maximum length of a value in a finding's ProductFields. */
const maxPolicyText = 2048;

/** ECR has no rule that keeps images, but a rule with a count that is never exceeded shields its images from all lower rules. */
const unlimitedCount = 9999;

/**
 * A policy that keeps releases, expires untagged images and keeps the newest of all other images. It is always valid and at
 * most 2,048 characters long. If the patterns of all releases do not fit, it does not affect tagged images at all.
 */
export function suggestLifecyclePolicy(settings: SuggestSettings): LifecyclePolicy {
	const patterns = [...new Set(settings.releaseTags)];
	// Entries of one list are ANDed by ECR, so every pattern gets its own rule.
	const releases = patterns.map((pattern) =>
		expire(`Keep ${pattern}`, {
			tagStatus: "tagged",
			tagPatternList: [pattern],
			countType: "imageCountMoreThan",
			countNumber: unlimitedCount,
		}),
	);
	const untagged = expire(
		`Expire untagged images after ${settings.untaggedDays} ${settings.untaggedDays === 1 ? "day" : "days"}`,
		{
			tagStatus: "untagged",
			countType: "sinceImagePushed",
			countUnit: "days",
			countNumber: settings.untaggedDays,
		},
	);
	// Not `any`, which would also count the untagged children of multi-platform images.
	const newestTagged = expire(`Keep the newest ${settings.keepNewest} tagged images`, {
		tagStatus: "tagged",
		tagPatternList: ["*"],
		countType: "imageCountMoreThan",
		countNumber: settings.keepNewest,
	});
	const fullPolicy = numberRules([...releases, untagged, newestTagged]);
	return isUsable(fullPolicy) ? fullPolicy : numberRules([untagged]);
}

type UnnumberedRule = Omit<LifecycleRule, "rulePriority">;

const expire = (description: string, selection: LifecycleRule["selection"]): UnnumberedRule => ({
	description,
	selection,
	action: { type: "expire" },
});

const numberRules = (rules: readonly UnnumberedRule[]): LifecyclePolicy => ({
	rules: rules.map((rule, index) => ({ rulePriority: index + 1, ...rule })),
});

function isUsable(policy: LifecyclePolicy): boolean {
	const text = JSON.stringify(policy);
	return text.length <= maxPolicyText && readLifecyclePolicy(text).kind === "valid";
}
