/** A lifecycle policy in AWS's own shape: `JSON.stringify` of it is the text that PutLifecyclePolicy takes. */
export interface LifecyclePolicy {
	readonly rules: readonly LifecycleRule[];
}

export interface LifecycleRule {
	/** From 1; the lowest is applied first. */
	readonly rulePriority: number;
	readonly description?: string;
	readonly selection: LifecycleSelection;
	readonly action: LifecycleAction;
}

export interface LifecycleSelection {
	readonly tagStatus: TagStatus;
	/** Globs that must all match some tag of the image. */
	readonly tagPatternList?: readonly string[];
	/** Prefixes that must all begin some tag of the image. */
	readonly tagPrefixList?: readonly string[];
	readonly storageClass?: StorageClass;
	readonly countType: CountType;
	readonly countUnit?: "days";
	readonly countNumber: number;
}

export type LifecycleAction =
	| { readonly type: "expire" }
	| { readonly type: "transition"; readonly targetStorageClass: "archive" };

export const tagStatuses = ["tagged", "untagged", "any"] as const;
export type TagStatus = (typeof tagStatuses)[number];

export const storageClasses = ["standard", "archive"] as const;
export type StorageClass = (typeof storageClasses)[number];

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html, read 2026-11-21. */
export const countTypes = [
	"imageCountMoreThan",
	"sinceImagePushed",
	"sinceImagePulled",
	"sinceImageTransitioned",
] as const;
export type CountType = (typeof countTypes)[number];

/** The class that a rule selects from when it names none. */
export const storageClassOf = (rule: LifecycleRule): StorageClass => rule.selection.storageClass ?? "standard";
