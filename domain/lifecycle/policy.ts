/** A lifecycle policy in the shape of AWS: `JSON.stringify` turns it into the text that PutLifecyclePolicy accepts. */
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
	/** Globs, each of which must match some tag of the image. */
	readonly tagPatternList?: readonly string[];
	/** Prefixes, each of which some tag of the image must begin with. */
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

/** The storage class that a rule selects from, `standard` by default. */
export const storageClassOf = (rule: LifecycleRule): StorageClass => rule.selection.storageClass ?? "standard";
