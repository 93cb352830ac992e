import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { StoredImage } from "../../../core/facts.ts";
import { evaluateLifecycle } from "../../../domain/lifecycle/evaluate.ts";
import { describeImageAtRisk, findImagesAtRisk } from "../../../domain/lifecycle/images-at-risk.ts";
import type { LifecycleRule } from "../../../domain/lifecycle/policy.ts";
import { readAt } from "../../support/builders.ts";
import { ago, image, older, patterns, rule } from "../../support/lifecycle.ts";

const untagged = rule(1, { tagStatus: "untagged", ...older(14) });
const archiving = rule(
	1,
	{ countType: "sinceImagePulled", countUnit: "days", countNumber: 90 },
	{ type: "transition", targetStorageClass: "archive" },
);
const web = "service shop/web";
const told = (
	rules: readonly LifecycleRule[],
	images: readonly StoredImage[],
	...inUse: readonly (readonly [string, string])[]
) =>
	findImagesAtRisk(
		{ rules },
		images,
		inUse.map(([digest, usedBy]) => ({ digest, usedBy })),
		readAt,
	).map(describeImageAtRisk);

test.each<
	[string, readonly LifecycleRule[], readonly StoredImage[], readonly (readonly [string, string])[], readonly string[]]
>([
	["a young image is not affected", [untagged], [image("a", 1)], [["a", web]], []],
	["an unused image may expire", [untagged], [image("a", 20)], [["b", web]], []],
	[
		"an image in use expires",
		[untagged],
		[image("a", 20)],
		[["a", web]],
		["rule 1 would expire a, in use by service shop/web"],
	],
	[
		"tags and every user are named, each once",
		[rule(3, { ...patterns("v*"), ...older(1) })],
		[image("a", 20, ["v1", "v1.2"])],
		[
			["a", web],
			["a", "task shop/0a1b"],
			["a", web],
		],
		["rule 3 would expire a (v1, v1.2), in use by service shop/web, task shop/0a1b"],
	],
	[
		"the archive takes it away as well",
		[archiving],
		[image("a", 99)],
		[["a", web]],
		["rule 1 would archive a, in use by service shop/web"],
	],
	[
		"an image that was pulled recently is not archived",
		[archiving],
		[image("a", 99, [], { lastPulledAt: ago(5) })],
		[["a", web]],
		[],
	],
	[
		"an image of an index in use keeps the index",
		[rule(1, { ...patterns("*"), ...older(14) })],
		[image("i", 20, ["v1"], { children: ["c"] }), image("c", 20)],
		[["c", web]],
		["rule 1 would expire i (v1), in use by service shop/web"],
	],
	[
		"also through an index in an index",
		[rule(1, { ...patterns("*"), ...older(14) })],
		[image("o", 20, ["v1"], { children: ["i"] }), image("i", 20, [], { children: ["c", "i"] }), image("c", 20)],
		[["c", web]],
		["rule 1 would expire o (v1), in use by service shop/web"],
	],
	[
		"an index that stays keeps its images",
		[untagged],
		[image("i", 20, ["v1"], { children: ["c"] }), image("c", 20)],
		[["c", web]],
		[],
	],
])("finds the endangered images: %s", (_, rules, images, inUse, expected) => {
	expect(told(rules, images, ...inUse)).toEqual(expected);
});

test("truncates many tags and users", () => {
	const users = ["1", "2", "3", "4", "5"].map((number) => ["a", `task ${number}`] as const);
	expect(told([rule(1, older(14))], [image("a", 20, ["v1", "v2", "v3", "v4"])], ...users)).toEqual([
		"rule 1 would expire a (v1, v2, v3 and 1 more), in use by task 1, task 2, task 3 and 2 more",
	]);
});

test("gives exactly the effects on images in use when there are no indexes", () => {
	const digests = ["a", "b", "c", "d"];
	fc.assert(
		fc.property(
			fc.subarray(digests),
			fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 }),
			(used, ages) => {
				const images = digests.map((digest, index) => image(digest, ages[index] ?? 0));
				const doomed = evaluateLifecycle({ rules: [untagged] }, images, readAt).map(({ digest }) => digest);
				const inUse = used.map((digest) => ({ digest, usedBy: web }));
				expect(findImagesAtRisk({ rules: [untagged] }, images, inUse, readAt).map(({ digest }) => digest)).toEqual(
					doomed.filter((digest) => used.includes(digest)),
				);
			},
		),
	);
});
