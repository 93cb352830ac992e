import type { LifecycleImage } from "../../domain/lifecycle/evaluate.ts";
import type { LifecycleRule, LifecycleSelection } from "../../domain/lifecycle/policy.ts";
import { readAt } from "./builders.ts";

const day = 86_400_000;
export const ago = (days: number, ms = 0) => new Date(Date.parse(readAt) - days * day - ms).toISOString();

/** An image with this digest, age in days and tags. */
export const image = (
	digest: string,
	daysOld: number,
	tags: readonly string[] = [],
	more: Partial<LifecycleImage> = {},
): LifecycleImage => ({
	digest,
	tags,
	pushedAt: ago(daysOld),
	sizeBytes: 1,
	...more,
});

export const rule = (
	rulePriority: number,
	selection: Partial<LifecycleSelection>,
	action: LifecycleRule["action"] = { type: "expire" },
): LifecycleRule => ({
	rulePriority,
	selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1, ...selection },
	action,
});
export const patterns = (...tagPatternList: readonly string[]) => ({ tagStatus: "tagged", tagPatternList }) as const;
export const older = (countNumber: number) =>
	({ countType: "sinceImagePushed", countUnit: "days", countNumber }) as const;
