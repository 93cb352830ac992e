import type { LifecyclePolicy, LifecycleRule } from "./policy.ts";
import { readLifecyclePolicy } from "./read-policy.ts";

export interface SuggestSettings {
	/** Globs of tags that are releases. */
	readonly releaseTags: readonly string[];
	readonly untaggedDays: number;
	readonly keepNewest: number;
}

/** Longest text that one of a finding's ProductFields holds. */
const maxPolicyText = 2048;

/** ECR knows no rule that keeps: a rule that nothing exceeds shields its images from every lower one. */
const practicallyAll = 9999;

/**
 * A policy that keeps releases, expires untagged images and keeps the newest of the rest; always valid and at most
 * 2,048 characters long. When the releases cannot all be written down, no tagged image is touched at all.
 */
export function suggestLifecyclePolicy(settings: SuggestSettings): LifecyclePolicy {
	const patterns = [...new Set(settings.releaseTags)];
	// Entries of one list are ANDed by ECR, so every pattern gets its own rule.
	const releases = patterns.map((pattern) =>
		expire(`Keep ${pattern}`, {
			tagStatus: "tagged",
			tagPatternList: [pattern],
			countType: "imageCountMoreThan",
			countNumber: practicallyAll,
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
	// Not `any`: it would count the untagged children of multi-platform images as well.
	const rest = expire(`Keep the newest ${settings.keepNewest} tagged images`, {
		tagStatus: "tagged",
		tagPatternList: ["*"],
		countType: "imageCountMoreThan",
		countNumber: settings.keepNewest,
	});
	const whole = numbered([...releases, untagged, rest]);
	return isUsable(whole) ? whole : numbered([untagged]);
}

type Unnumbered = Omit<LifecycleRule, "rulePriority">;

const expire = (description: string, selection: LifecycleRule["selection"]): Unnumbered => ({
	description,
	selection,
	action: { type: "expire" },
});

const numbered = (rules: readonly Unnumbered[]): LifecyclePolicy => ({
	rules: rules.map((rule, index) => ({ rulePriority: index + 1, ...rule })),
});

function isUsable(policy: LifecyclePolicy): boolean {
	const text = JSON.stringify(policy);
	return text.length <= maxPolicyText && readLifecyclePolicy(text).kind === "valid";
}
