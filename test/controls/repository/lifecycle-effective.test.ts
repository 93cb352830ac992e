import { expect, test } from "@jest/globals";
import control from "../../../controls/repository/lifecycle-effective.ts";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { aLifecycleRule, aRepository, aStoredImage } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const untagged = aLifecycleRule();
const newest = (rulePriority: number, ...tagPatternList: readonly string[]) =>
	aLifecycleRule({
		rulePriority,
		selection: { tagStatus: "tagged", tagPatternList, countType: "imageCountMoreThan", countNumber: 5 },
	});
const rules = (...list: readonly Record<string, unknown>[]): Partial<RepositoryFacts> => ({
	lifecyclePolicy: { value: JSON.stringify({ rules: list }) },
});
const onlyUntagged = rules(untagged);
const fine = "pass LOW payments: the lifecycle policy can keep the repository bounded";
const nothingAtAll = "not-applicable LOW payments: there is no lifecycle rule";
const unread = { images: { unread: "AWS was not read" } };

test.each<[string, Partial<RepositoryFacts>, string]>([
	["a default policy", {}, fine],
	["a rule for each kind", { ...rules(untagged, newest(2, "*")), ...unread }, fine],
	[
		"an ANDed list, images not read",
		{ ...rules(untagged, newest(2, "dev-*", "test-*")), ...unread },
		"fail LOW payments: rule 2 matches only images with tags that match all of dev-*, test-*",
	],
	[
		"an ANDed list that an image meets",
		{ ...rules(untagged, newest(2, "1*", "*.2")), images: { value: [aStoredImage()] } },
		fine,
	],
	[
		"several troubles",
		{ ...rules(newest(1, "*"), newest(2, "v*")), ...unread },
		"fail LOW payments: rule 2 has no effect because rule 1 selects all of its images first (*); no rule ever deletes untagged images",
	],
	[
		"untagged only where tags cannot move",
		onlyUntagged,
		"fail LOW payments: it has rules for untagged images only, and images rarely become untagged where tags cannot move (IMMUTABLE)",
	],
	[
		"untagged only where tags can move",
		{ ...onlyUntagged, tagMutability: "MUTABLE" },
		"fail LOW payments: no rule ever deletes tagged images",
	],
	[
		"untagged only, and nothing else is there",
		{ ...onlyUntagged, tagMutability: "MUTABLE", images: { value: [aStoredImage({ tags: [] })] } },
		fine,
	],
	[
		"the same with an unknown tag mutability",
		{ ...onlyUntagged, tagMutability: { unresolved: "denied" }, images: { value: [aStoredImage({ tags: [] })] } },
		"unknown LOW payments: every rule is for untagged images, and its tag mutability is unknown (denied)",
	],
	["an unknown tag mutability that does not matter", { tagMutability: { unresolved: "Ref X" } }, fine],
	["no policy", { lifecyclePolicy: { value: null } }, nothingAtAll],
	["an empty policy", { lifecyclePolicy: { value: "{}" } }, nothingAtAll],
	[
		"a policy that is not valid",
		rules(untagged, untagged),
		"not-applicable LOW payments: the policy is not valid because rulePriority 1 is used by more than one rule",
	],
	[
		"a policy that could not be read",
		{ lifecyclePolicy: { unread: "Ref Text has no default" } },
		"unknown LOW payments: the lifecycle policy could not be read because Ref Text has no default",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aRepository(facts))).toEqual([expected]);
});

test("gives each remediation once, and only for the defects found", () => {
	const facts = aRepository({ ...rules(untagged, newest(2, "a", "b"), newest(3, "c", "d")), ...unread });
	expect(judged(control, facts)).toMatchObject([
		{ remediation: "Write one rule for each entry of rule 2. Write one rule for each entry of rule 3." },
	]);
	const both = aRepository({ ...rules(newest(1, "v*", "x*")), ...unread });
	expect(judged(control, both)).toMatchObject([
		{
			field: "lifecyclePolicyText",
			remediation:
				"Write one rule for each entry of rule 1. Add a rule that expires untagged images, for example 14 days after the push.",
		},
	]);
});
