import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { evaluateLifecycle } from "../../../domain/lifecycle/evaluate.ts";
import type { LifecyclePolicy } from "../../../domain/lifecycle/policy.ts";
import { readAt } from "../../support/builders.ts";
import { image, older, patterns, rule } from "../../support/lifecycle.ts";

const anImage = fc.record({
	daysOld: fc.integer({ min: 0, max: 60 }),
	tags: fc.uniqueArray(fc.constantFrom("v1", "v2", "dev", "latest"), { maxLength: 3 }),
});
const someImages = fc
	.array(anImage, { maxLength: 12 })
	.map((all) => all.map(({ daysOld, tags }, index) => image(`d${index}`, daysOld, tags)));
const aRule = fc.record({
	tagStatus: fc.constantFrom("any" as const, "untagged" as const),
	countNumber: fc.integer({ min: 1, max: 20 }),
	aged: fc.boolean(),
});
const somePolicy: fc.Arbitrary<LifecyclePolicy> = fc.array(aRule, { maxLength: 4 }).map((all) => ({
	rules: all.map(({ tagStatus, countNumber, aged }, index) =>
		rule(index + 2, { tagStatus, ...(aged ? older(countNumber) : { countNumber }) }),
	),
}));

test("affects each image at most once, by a rule of the policy", () => {
	fc.assert(
		fc.property(somePolicy, someImages, (policy, images) => {
			const digests = evaluateLifecycle(policy, images, readAt).map(({ digest }) => digest);
			expect(new Set(digests).size).toBe(digests.length);
			expect(images.map(({ digest }) => digest)).toEqual(expect.arrayContaining(digests));
		}),
	);
});

test("never affects an image that a higher rule keeps", () => {
	fc.assert(
		fc.property(somePolicy, someImages, ({ rules }, images) => {
			const shield = rule(1, { ...patterns("v*"), countNumber: 9999 });
			const gone = new Set(
				evaluateLifecycle({ rules: [shield, ...rules] }, images, readAt).map(({ digest }) => digest),
			);
			for (const { digest, tags } of images)
				if (tags.some((tag) => tag.startsWith("v"))) expect(gone).not.toContain(digest);
		}),
	);
});

test("does not depend on the order of the images", () => {
	fc.assert(
		fc.property(somePolicy, someImages, (policy, images) => {
			const forwards = evaluateLifecycle(policy, images, readAt);
			const backwards = evaluateLifecycle(policy, images.toReversed(), readAt);
			expect(backwards.toReversed()).toEqual(forwards);
		}),
	);
});
