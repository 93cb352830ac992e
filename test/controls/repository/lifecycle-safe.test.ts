import { expect, test } from "@jest/globals";
import control from "../../../controls/repository/lifecycle-safe.ts";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const old = (digit: string, ...tags: readonly string[]) =>
	aStoredImage({ digest: aDigest(digit), tags, pushedAt: "2026-09-01T00:00:00Z" });
const used = (...digits: readonly string[]): Partial<RepositoryFacts> => ({
	imagesInUse: { value: digits.map((digit) => ({ digest: aDigest(digit), usedBy: `service shop/${digit}` })) },
});
const images = (...value: readonly ReturnType<typeof old>[]): Partial<RepositoryFacts> => ({ images: { value } });
const safe = "pass HIGH payments: the lifecycle policy does not delete any image that is in use";
const none = "not-applicable HIGH payments: no lifecycle policy that could delete an image";
const danger = (digit: string) => `rule 1 would expire ${aDigest(digit)}, in use by service shop/${digit}`;

test.each<[string, Partial<RepositoryFacts>, string]>([
	["nothing in use", images(old("a")), safe],
	["an image in use that is too young to expire", { ...images(aStoredImage({ tags: [] })), ...used("a") }, safe],
	[
		"a tagged image in use beside an expiring untagged one",
		{ ...images(old("a", "v1"), old("b")), ...used("a") },
		safe,
	],
	["an image in use that no longer exists", { ...images(old("a")), ...used("b") }, safe],
	["an untagged image in use", { ...images(old("a"), old("b")), ...used("b") }, `fail HIGH payments: ${danger("b")}`],
	[
		"more than three",
		{ ...images(old("a"), old("b"), old("c"), old("d")), ...used("a", "b", "c", "d") },
		`fail HIGH payments: ${danger("a")}, ${danger("b")}, ${danger("c")} and 1 more`,
	],
	["no policy", { lifecyclePolicy: { value: null }, ...used("a") }, none],
	["an empty policy", { lifecyclePolicy: { value: "{}" }, ...used("a") }, none],
	["a policy that AWS would reject", { lifecyclePolicy: { value: "rules" }, ...used("a") }, none],
	[
		"a policy that could not be read, and no images",
		{ lifecyclePolicy: { unread: "it was denied" } },
		"unknown HIGH payments: the lifecycle policy could not be read because it was denied",
	],
	[
		"a policy that could not be read",
		{ lifecyclePolicy: { unread: "it was denied" }, ...images(old("a")) },
		"unknown HIGH payments: the lifecycle policy could not be read because it was denied",
	],
	["unknown images in use, none of which would expire", { imagesInUse: { unread: "it was denied" } }, safe],
	[
		"unknown images in use",
		{ ...images(old("a")), imagesInUse: { unread: "it takes AWS to know" } },
		"unknown HIGH payments: which of its images are in use could not be read because it takes AWS to know",
	],
	[
		"unknown images",
		{ images: { unread: "it was denied" }, ...used("a") },
		"unknown HIGH payments: its images could not be read because it was denied",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aRepository(facts))).toEqual([expected]);
});

test("names every rule once in the remediation", () => {
	const newestOne = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 };
	const lifecyclePolicy = {
		value: JSON.stringify({ rules: [aLifecycleRule(), aLifecycleRule({ rulePriority: 2, selection: newestOne })] }),
	};
	const facts = aRepository({
		lifecyclePolicy,
		...images(old("a"), old("b"), old("c", "v1"), aStoredImage({ digest: aDigest("d") })),
		...used("a", "b", "c"),
	});
	expect(judged(control, facts)).toMatchObject([
		{
			field: "lifecyclePolicyText",
			message: expect.stringContaining(`rule 2 would expire ${aDigest("c")} (v1), in use by service shop/c`),
			remediation: expect.stringMatching(/^Raise countNumber of rule 1, rule 2, or add a rule before it /),
		},
	]);
});

test("evaluates the policy at the time when the facts were read", () => {
	const facts = { ...images(old("a")), ...used("a"), readAt: "2026-09-05T00:00:00Z" };
	expect(verdictLines(control, aRepository(facts))).toEqual([safe]);
});
