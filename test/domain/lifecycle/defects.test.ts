import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defectsOf, isForUntaggedOnly, type RepositoryContext } from "../../../domain/lifecycle/defects.ts";
import { ruleSelects } from "../../../domain/lifecycle/evaluate.ts";
import type { LifecycleRule } from "../../../domain/lifecycle/policy.ts";
import { shadows } from "../../../domain/lifecycle/tag-selection.ts";
import { image, older, patterns, rule } from "../../support/lifecycle.ts";

const toArchive = { type: "transition", targetStorageClass: "archive" } as const;
const archived = {
	storageClass: "archive",
	countType: "sinceImageTransitioned",
	countUnit: "days",
	countNumber: 90,
} as const;
const untagged = rule(9, { tagStatus: "untagged" });
const prefixes = (...tagPrefixList: readonly string[]) => ({ tagStatus: "tagged", tagPrefixList }) as const;

const found = (rules: readonly LifecycleRule[], { images = [], immutable = false }: Partial<RepositoryContext> = {}) =>
	defectsOf({ rules }, { images, immutable }).map(({ text }) => text);
const noTagged = "no rule ever deletes tagged images";
const noUntagged = "no rule ever deletes untagged images";

test.each<[string, readonly LifecycleRule[]]>([
	["one rule for any image", [rule(1, {})]],
	["untagged and tagged", [rule(1, patterns("*")), untagged]],
	["narrow before wide", [rule(1, patterns("v*")), rule(2, patterns("*")), untagged]],
	["alike, but none within the other", [rule(1, patterns("v*-a")), rule(2, patterns("v*")), untagged]],
	["the same tags in another storage class", [rule(1, {}, toArchive), rule(2, archived)]],
	[
		"a policy that archives everything and deletes archived images",
		[rule(1, {}, toArchive), rule(2, { ...archived, ...patterns("*") }), untagged],
	],
	["an entry that is there twice", [rule(1, patterns("v*", "v*")), untagged]],
])("finds no defect in %s", (_, rules) => {
	expect(found(rules)).toEqual([]);
});

describe("finds the shadowed rules of", () => {
	const never = (lower: number, higher: number, tags: string) =>
		`rule ${lower} has no effect because rule ${higher} selects all of its images first (${tags})`;

	test.each<[string, readonly LifecycleRule[], readonly string[]]>([
		["the same tags", [rule(1, patterns("v*")), rule(2, patterns("v*")), untagged], [never(2, 1, "v*")]],
		["narrower tags", [rule(1, patterns("v*")), rule(2, patterns("v1.*")), untagged], [never(2, 1, "v*")]],
		[
			"also below a count rule that keeps",
			[rule(1, { ...patterns("*"), countNumber: 9999 }), rule(2, patterns("v*")), untagged],
			[never(2, 1, "*")],
		],
		[
			"by priority, whatever the order",
			[rule(5, patterns("v1*")), rule(2, patterns("v*")), untagged],
			[never(5, 2, "v*")],
		],
		["a prefix below a pattern", [rule(1, patterns("v*")), rule(2, prefixes("v1")), untagged], [never(2, 1, "v*")]],
		["a pattern below a prefix", [rule(1, prefixes("v")), rule(2, patterns("v1-*")), untagged], [never(2, 1, "v*")]],
		["not the wider one", [rule(1, prefixes("v1")), rule(2, patterns("v*")), untagged], []],
		["rules that only overlap", [rule(1, patterns("*-prod")), rule(2, patterns("v*")), untagged], []],
		["not by untagged ones", [rule(1, { tagStatus: "untagged" }), rule(2, patterns("*"))], []],
	])("%s", (_, rules, expected) => {
		expect(found(rules)).toEqual(expected);
	});

	test("an ANDed list is covered by each of its entries, and by fewer of them only", () => {
		const both = rule(2, patterns("v*", "*-prod"));
		expect(shadows(rule(1, patterns("v*")), both)).toBe(true);
		expect(shadows(rule(1, patterns("*-prod", "*")), both)).toBe(true);
		expect(shadows(rule(1, patterns("v*", "x*")), both)).toBe(false);
		expect(shadows(rule(1, patterns("v*", "*-prod")), rule(2, patterns("v*")))).toBe(false);
	});

	test("a rule shadows only other rules, of the same storage class and tag status", () => {
		const one = rule(2, patterns("v*"));
		expect(shadows(one, one)).toBe(false);
		expect(shadows(rule(3, patterns("*")), one)).toBe(false);
		expect(shadows(rule(1, patterns("v*")), rule(2, { ...patterns("v*"), ...archived }))).toBe(false);
		expect(shadows(rule(1, patterns("*")), rule(2, {}))).toBe(false);
	});

	test("a shadowed rule selects no image that the higher rule does not", () => {
		const globs = fc.array(fc.stringMatching(/^[ab*]{1,4}$/), { minLength: 1, maxLength: 2 });
		const tags = fc.array(fc.stringMatching(/^[ab]{1,4}$/), { minLength: 1, maxLength: 3 });
		fc.assert(
			fc.property(globs, globs, tags, (outer, inner, of) => {
				const [higher, lower] = [rule(1, patterns(...outer)), rule(2, patterns(...inner))];
				const one = image("a", 1, of);
				if (shadows(higher, lower) && ruleSelects(lower, one)) expect(ruleSelects(higher, one)).toBe(true);
			}),
		);
	});
});

describe("an ANDed list has", () => {
	const both = [rule(1, patterns("dev", "test-*")), untagged];
	const text = "rule 1 matches only images with tags that match all of dev, test-*";

	test("a defect with two entries when the images are unknown", () => {
		expect(found(both)).toEqual([text]);
		expect(found([rule(1, prefixes("dev", "test")), untagged])).toEqual([text.replace("dev, test-*", "dev*, test*")]);
	});

	test("a defect with two entries that no image matches together", () => {
		const images = [image("a", 1, ["dev"]), image("b", 1, ["test-1"])];
		expect(found(both, { images })).toEqual([
			`${text}, and no image has them`,
			"no rule matches any tag in the repository (dev, test-1)",
		]);
	});

	test("no defect with two entries that an image matches together", () => {
		expect(found(both, { images: [image("a", 1, ["dev", "test-1"])] })).toEqual([]);
	});
});

test("a wildcard in a prefix is a defect", () => {
	const dead = [rule(1, prefixes("v*")), rule(2, patterns("v1")), rule(3, prefixes("w", "w*")), untagged];
	expect(found(dead)).toEqual([
		"rule 1 matches no tag because the * in v* is not a wildcard in tagPrefixList",
		"rule 3 matches no tag because the * in w* is not a wildcard in tagPrefixList",
		"rule 3 matches only images with tags that match all of w*, w**",
	]);
});

test.each([
	[prefixes("-rc"), "no tag can begin with -rc (a tag begins with a letter, a digit or _)"],
	[prefixes("v*", ".x"), "no tag can begin with .x (a tag begins with a letter, a digit or _)"],
	[prefixes("feature/"), "no tag can begin with feature/ (a tag consists of letters, digits, _, . and -)"],
	[patterns("-*"), "no tag can match -* (a tag begins with a letter, a digit or _)"],
	[patterns("x".repeat(129)), `no tag can match ${"x".repeat(129)} (a tag has at most 128 characters)`],
])("a rule that no tag can match is a defect: %j", (selection, why) => {
	expect(found([rule(1, selection), untagged])[0]).toBe(`rule 1 matches no tag because ${why}`);
});

describe("finds the defects of the archive rules:", () => {
	test.each<[string, readonly LifecycleRule[], readonly string[]]>([
		[
			"transition only",
			[rule(1, {}, toArchive)],
			["its rules only move images to the archive (transition), and none deletes them"],
		],
		[
			"sinceImageTransitioned without a transition",
			[rule(1, {}), rule(2, archived)],
			["rule 2 applies to archived images (sinceImageTransitioned), but no rule archives images"],
		],
		["archived tagged images stay for ever", [rule(1, patterns("*"), toArchive), untagged], [noTagged]],
		["only tagged ones are archived", [rule(1, patterns("*"), toArchive), rule(2, archived)], [noUntagged]],
		[
			"only tagged ones are deleted from the archive",
			[rule(1, {}, toArchive), rule(2, { ...archived, ...patterns("*") })],
			[noUntagged],
		],
	])("%s", (_, rules, expected) => {
		expect(found(rules)).toEqual(expected);
	});
});

describe("finds the kinds of images that no rule limits:", () => {
	const tagged = image("a", 1, ["v1"]);
	const loose = image("b", 1);

	test.each<[string, readonly LifecycleRule[], Partial<RepositoryContext>, readonly string[]]>([
		["nothing for tagged ones", [untagged], {}, [noTagged]],
		["nothing for untagged ones", [rule(1, patterns("*"))], {}, [noUntagged]],
		["nothing for tagged ones, and there are some", [untagged], { images: [tagged, loose] }, [noTagged]],
		["nothing for tagged ones, and there are none", [untagged], { images: [loose] }, []],
		[
			"nothing for untagged ones, and there are some",
			[rule(1, patterns("*"))],
			{ images: [tagged, loose] },
			[noUntagged],
		],
		["nothing for untagged ones, and there are none", [rule(1, patterns("*"))], { images: [tagged] }, []],
		[
			"tags that no rule matches",
			[rule(1, patterns("release-*")), rule(2, patterns("V*")), untagged],
			{ images: [tagged, image("c", 2, ["main", "x"]), loose] },
			["no rule matches any tag in the repository (v1, main, x)"],
		],
		[
			"a rule that matches some of the tags",
			[rule(1, patterns("v*")), untagged],
			{ images: [tagged, image("c", 2, ["x"])] },
			[],
		],
		["no tags to match", [rule(1, patterns("v*")), untagged], { images: [loose] }, []],
		[
			"untagged only where tags cannot move",
			[untagged],
			{ immutable: true },
			["it has rules for untagged images only, and images rarely become untagged where tags cannot move (IMMUTABLE)"],
		],
		[
			"the same with images",
			[untagged],
			{ immutable: true, images: [loose] },
			["it has rules for untagged images only, and images rarely become untagged where tags cannot move (IMMUTABLE)"],
		],
		["a rule for any where tags cannot move", [rule(1, {})], { immutable: true }, []],
	])("%s", (_, rules, surroundings, expected) => {
		expect(found(rules, surroundings)).toEqual(expected);
	});
});

test("gives an advice for every defect", () => {
	const advice = (rules: readonly LifecycleRule[], immutable = false) =>
		defectsOf({ rules }, { images: [], immutable }).map((defect) => defect.advice);
	const limitTagged =
		'Add a rule that limits tagged images, such as one that keeps the newest 20 of tagPatternList ["*"].';
	expect(advice([rule(1, patterns("v*")), rule(2, patterns("v1*"))])).toEqual([
		"Give rule 2 a lower rulePriority than rule 1, or remove it.",
		"Add a rule that expires untagged images, for example 14 days after the push.",
	]);
	expect(advice([rule(1, prefixes("a*", "b")), untagged])).toEqual([
		"Use tagPatternList in rule 1.",
		"Write one rule for each entry of rule 1.",
	]);
	expect(advice([rule(1, older(1), toArchive)])).toEqual([
		"Add a rule that expires images, including archived ones (sinceImageTransitioned).",
	]);
	expect(advice([rule(1, {}), rule(2, archived)])).toEqual([
		"Add a rule with the action transition, or remove rule 2.",
	]);
	expect(advice([untagged])).toEqual([limitTagged]);
	expect(advice([untagged], true)).toEqual([limitTagged]);
});

test("recognizes policies for untagged images only", () => {
	expect(isForUntaggedOnly({ rules: [untagged] })).toBe(true);
	expect(isForUntaggedOnly({ rules: [untagged, rule(1, patterns("v*"))] })).toBe(false);
	expect(isForUntaggedOnly({ rules: [rule(1, {})] })).toBe(false);
});
