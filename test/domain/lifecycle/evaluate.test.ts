import { describe, expect, test } from "@jest/globals";
import { evaluateLifecycle, type LifecycleImage } from "../../../domain/lifecycle/evaluate.ts";
import type { LifecycleRule, LifecycleSelection } from "../../../domain/lifecycle/policy.ts";
import { readAt } from "../../support/builders.ts";
import { ago, image, older, patterns, rule } from "../../support/lifecycle.ts";

const expired = (rules: readonly LifecycleRule[], images: readonly LifecycleImage[]) =>
	evaluateLifecycle({ rules }, images, readAt).map(({ digest, rulePriority }) => `${digest} by ${rulePriority}`);

describe("one rule", () => {
	test.each<[string, LifecycleRule, readonly LifecycleImage[], readonly string[]]>([
		[
			"keeps the newest of all",
			rule(1, { countNumber: 2 }),
			[image("a", 3), image("b", 1, ["v1"]), image("c", 2)],
			["a by 1"],
		],
		["keeps as many as there are", rule(1, { countNumber: 2 }), [image("a", 3), image("b", 1)], []],
		[
			"of untagged ones",
			rule(1, { tagStatus: "untagged" }),
			[image("a", 9, ["v1"]), image("b", 1), image("c", 2)],
			["c by 1"],
		],
		[
			"of tagged ones",
			rule(1, patterns("*")),
			[image("a", 9, ["v1"]), image("b", 1), image("c", 2, ["v2"])],
			["a by 1"],
		],
		[
			"older than so many days, not as old",
			rule(1, older(14)),
			[image("a", 14), { ...image("b", 0), pushedAt: ago(14, 1) }],
			["b by 1"],
		],
		["equal times: by digest", rule(1, {}), [image("b", 1), image("a", 1)], ["b by 1"]],
		["equal times, the other way round", rule(1, {}), [image("a", 1), image("b", 1)], ["b by 1"]],
		[
			"an unknown push time counts as new",
			rule(1, {}),
			[image("a", 1), { ...image("b", 0), pushedAt: null }],
			["a by 1"],
		],
		["and never grows old", rule(1, older(1)), [{ ...image("b", 0), pushedAt: null }], []],
		[
			"two of them are equal",
			rule(1, {}),
			[
				{ ...image("b", 0), pushedAt: null },
				{ ...image("a", 0), pushedAt: null },
			],
			["b by 1"],
		],
		["a restored image counts from then", rule(1, older(5)), [image("a", 9, [], { activatedAt: ago(2) })], []],
		["also among the newest", rule(1, {}), [image("a", 9, [], { activatedAt: ago(2) }), image("b", 5)], ["b by 1"]],
		[
			"that it was pulled since does not count",
			rule(1, older(5)),
			[image("a", 9, [], { lastPulledAt: ago(1) })],
			["a by 1"],
		],
		[
			"an image is not among the newest because of a recent pull",
			rule(1, {}),
			[image("a", 9, [], { lastPulledAt: ago(1) }), image("b", 5)],
			["a by 1"],
		],
	])("%s", (_, only, images, fates) => {
		expect(expired([only], images)).toEqual(fates);
	});
});

describe("tags", () => {
	test.each<[string, Partial<LifecycleSelection>, readonly string[], boolean]>([
		["a pattern", patterns("v*"), ["v1"], true],
		["is anchored", patterns("v*"), ["dev1"], false],
		["knows letter case", patterns("v*"), ["V1"], false],
		["without a star it is the tag", patterns("v1"), ["v10"], false],
		["entries are ANDed", patterns("alpha*", "beta*"), ["alpha1"], false],
		["different tags may meet them", patterns("alpha*", "beta*"), ["alpha1", "beta1"], true],
		["one tag may meet all", patterns("a*", "*z"), ["abz"], true],
		["a prefix", { tagStatus: "tagged", tagPrefixList: ["prod"] }, ["production"], true],
		["is a prefix", { tagStatus: "tagged", tagPrefixList: ["prod"] }, ["preprod"], false],
		["prefixes are ANDed", { tagStatus: "tagged", tagPrefixList: ["a", "b"] }, ["a1"], false],
		["of several tags one is enough", { tagStatus: "tagged", tagPrefixList: ["b"] }, ["a1", "b1"], true],
		["tagged means tagged", { tagStatus: "tagged" }, [], false],
	])("%s", (_, selection, tags, matches) => {
		expect(expired([rule(1, { ...selection, ...older(1) })], [image("x", 9, tags)])).toEqual(matches ? ["x by 1"] : []);
	});
});

describe("several rules", () => {
	const keepReleases = rule(1, { ...patterns("v*"), countNumber: 9999 });

	test("a higher rule shields the images that it keeps, and lower rules still count them", () => {
		const images = [image("new", 1, ["v2"]), image("old", 9, ["v1"]), image("dev", 5, ["dev"])];
		expect(expired([keepReleases, rule(2, {})], images)).toEqual(["dev by 2"]);
	});

	test("rules apply by priority, not in the order of the text", () => {
		const images = [image("new", 1, ["v2"]), image("old", 9, ["v1"])];
		expect(expired([rule(20, {}), { ...keepReleases, rulePriority: 3 }], images)).toEqual([]);
		expect(expired([rule(2, {}), { ...keepReleases, rulePriority: 3 }], images)).toEqual(["old by 2"]);
	});

	test("only the first rule whose tags an image meets acts on it", () => {
		const images = [image("a", 9, ["dev", "v1"]), image("b", 8, ["dev"])];
		expect(expired([keepReleases, rule(2, { ...patterns("dev"), ...older(1) })], images)).toEqual(["b by 2"]);
		expect(expired([rule(1, { ...patterns("dev"), ...older(1) }), rule(2, older(1))], images)).toEqual([
			"a by 1",
			"b by 1",
		]);
	});

	test("an ANDed list that matches no image shields none", () => {
		expect(
			expired([rule(1, { ...patterns("a*", "b*"), countNumber: 99 }), rule(2, older(1))], [image("x", 9, ["a1"])]),
		).toEqual(["x by 2"]);
	});
});

describe("storage classes", () => {
	const archive = { type: "transition", targetStorageClass: "archive" } as const;
	const fromArchive = rule(1, {
		storageClass: "archive",
		countType: "sinceImageTransitioned",
		countUnit: "days",
		countNumber: 90,
	});
	const unpulled = (days: number) =>
		rule(1, { countType: "sinceImagePulled", countUnit: "days", countNumber: days }, archive);

	test("a rule selects only images of its own class", () => {
		const archived = image("a", 500, [], { storageClass: "archive", archivedAt: ago(91) });
		expect(expired([rule(1, older(1))], [archived])).toEqual([]);
		expect(expired([fromArchive], [archived])).toEqual(["a by 1"]);
		expect(
			expired(
				[fromArchive],
				[image("b", 500), { ...archived, archivedAt: ago(90) }, { ...archived, archivedAt: null }],
			),
		).toEqual([]);
		expect(expired([rule(1, { ...older(1), storageClass: "standard" })], [image("b", 500)])).toEqual(["b by 1"]);
	});

	test.each<[string, Partial<LifecycleImage>, boolean]>([
		["not pulled for long", { lastPulledAt: ago(31) }, true],
		["pulled", { lastPulledAt: ago(30) }, false],
		["never pulled: from the push", { pushedAt: ago(31) }, true],
		["never pulled, pushed lately", { pushedAt: ago(3), lastPulledAt: null }, false],
		["restored since", { lastPulledAt: ago(99), activatedAt: ago(3) }, false],
		["restored long ago, pulled since", { lastPulledAt: ago(3), activatedAt: ago(99) }, false],
		["restored and pulled long ago", { lastPulledAt: ago(99), activatedAt: ago(98) }, true],
		["nothing is known", { pushedAt: null }, false],
		["nothing but a restoration long ago", { pushedAt: null, activatedAt: ago(31) }, true],
	])("sinceImagePulled: %s", (_, more, matches) => {
		const fates = evaluateLifecycle({ rules: [unpulled(30)] }, [image("a", 99, [], more)], readAt);
		expect(fates).toEqual(matches ? [{ digest: "a", rulePriority: 1, action: "transition" }] : []);
	});
});

describe("indexes", () => {
	const untagged = rule(1, { tagStatus: "untagged", ...older(14) });

	test("every image that a kept index refers to is kept, directly or indirectly", () => {
		const images = [
			image("index", 99, ["v1"], { children: ["amd", "nested", "missing"] }),
			image("amd", 99),
			image("nested", 99, [], { children: ["arm"] }),
			image("arm", 99),
			image("orphan", 99),
		];
		expect(expired([untagged], images)).toEqual(["orphan by 1"]);
	});

	test("the children of an expired index expire with it", () => {
		const images = [image("index", 99, [], { children: ["amd"] }), image("amd", 99)];
		expect(expired([untagged], images)).toEqual(["index by 1", "amd by 1"]);
	});

	test("indexes that refer to each other are handled", () => {
		const images = [image("a", 9, ["v"], { children: ["b"] }), image("b", 9, [], { children: ["a"] })];
		expect(expired([rule(1, older(1))], images)).toEqual(["a by 1", "b by 1"]);
		expect(expired([untagged], [...images, image("top", 9, ["v"], { children: ["a"] })])).toEqual([]);
	});
});
