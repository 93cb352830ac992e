import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/repository/tag-immutability.ts";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { globMatches } from "../../../core/glob.ts";
import { PartialText } from "../../../core/partial-text.ts";
import { settingsOf } from "../../../core/policy.ts";
import { aRepository } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const excluding = (...exclusionFilters: readonly string[]) =>
	aRepository({ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters });

test.each<[string, Partial<RepositoryFacts>, string]>([
	["IMMUTABLE", { tagMutability: "IMMUTABLE" }, "pass MEDIUM payments: no tag can move (IMMUTABLE)"],
	["MUTABLE", { tagMutability: "MUTABLE" }, "fail MEDIUM payments: every tag can be moved (MUTABLE)"],
	[
		"MUTABLE_WITH_EXCLUSION",
		{ tagMutability: "MUTABLE_WITH_EXCLUSION", exclusionFilters: ["release-*", "v*"] },
		"fail MEDIUM payments: every tag except release-*, v* can be moved (MUTABLE_WITH_EXCLUSION)",
	],
	[
		"MUTABLE_WITH_EXCLUSION without filters",
		{ tagMutability: "MUTABLE_WITH_EXCLUSION" },
		"fail MEDIUM payments: every tag can be moved (MUTABLE_WITH_EXCLUSION)",
	],
	[
		"a fifth value",
		{ tagMutability: "FROZEN" },
		'unknown MEDIUM payments: the tag mutability "FROZEN" is not recognized',
	],
	[
		"a value of a template",
		{ tagMutability: { unresolved: "Ref Mutability" } },
		"unknown MEDIUM payments: its tag mutability is unknown (Ref Mutability)",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aRepository(facts))).toEqual([expected]);
});

test.each<[string, readonly string[], string]>([
	["no filter at all", [], "pass MEDIUM payments: no tag can move (IMMUTABLE_WITH_EXCLUSION)"],
	["latest", ["latest"], "pass MEDIUM payments: no tag except latest can move (IMMUTABLE_WITH_EXCLUSION)"],
	[
		"filters narrower than those listed",
		["sha256-abc*", "buildcache-arm64", "cache-*"],
		"pass MEDIUM payments: no tag except sha256-abc*, buildcache-arm64, cache-* can move (IMMUTABLE_WITH_EXCLUSION)",
	],
	[
		"a filter wider than the listed one",
		["latest*"],
		"fail MEDIUM payments: tags that match latest* can be moved (IMMUTABLE_WITH_EXCLUSION)",
	],
	["everything", ["*"], "fail MEDIUM payments: tags that match * can be moved (IMMUTABLE_WITH_EXCLUSION)"],
	[
		"letter case counts",
		["Latest"],
		"fail MEDIUM payments: tags that match Latest can be moved (IMMUTABLE_WITH_EXCLUSION)",
	],
	[
		"only the wide ones are named",
		["latest", "v*", "dev-*"],
		"fail MEDIUM payments: tags that match v*, dev-* can be moved (IMMUTABLE_WITH_EXCLUSION)",
	],
])("gives the right verdict for IMMUTABLE_WITH_EXCLUSION with %s", (_, filters, expected) => {
	expect(verdictLines(control, excluding(...filters))).toEqual([expected]);
});

test.each(["*", "**", "v*"])("fails for the filter %s whatever the policy lists", (filter) => {
	expect(judged(control, excluding(filter), { mutableTags: ["*"] })).toMatchObject([{ status: "fail" }]);
});

test("passes for a filter narrower than v* that the policy lists", () => {
	expect(judged(control, excluding("v0-*"), { mutableTags: ["v0-*"] })).toMatchObject([{ status: "pass" }]);
});

test("names the filters to remove and those that the policy allows in the remediation", () => {
	expect(judged(control, excluding("latest", "v*"))).toMatchObject([
		{
			remediation:
				"Remove v* from the repository's exclusion filters; the policy's mutableTags are latest, sha256-*, buildcache*, cache-*.",
			fields: { tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: "latest,v*" },
		},
	]);
});

test("reports the mutability in the fields, and the filters where there are some", () => {
	for (const tagMutability of ["IMMUTABLE", "MUTABLE", "FROZEN"]) {
		expect(judged(control, aRepository({ tagMutability }))[0]?.fields).toEqual({ tagMutability });
	}
	expect(judged(control, aRepository({ tagMutability: "MUTABLE" }))[0]?.remediation).toBe(control.remediation);
});

const cached = (name: string, ...value: readonly string[]): RepositoryFacts =>
	aRepository({ name, tagMutability: "MUTABLE", pullThroughCachePrefixes: { value } });
const covers = (prefix: string, name: string) =>
	`not-applicable MEDIUM ${name}: the pull through cache rule ${prefix} fills it, so ECR has to move its tags`;
const movable = (name: string) => `fail MEDIUM ${name}: every tag can be moved (MUTABLE)`;

test.each<[string, RepositoryFacts, string]>([
	[
		"the prefix covers the repositories below it",
		cached("docker-hub/x", "docker-hub"),
		covers("docker-hub", "docker-hub/x"),
	],
	["a prefix that ends in a slash", cached("docker-hub/x", "docker-hub/"), covers("docker-hub/", "docker-hub/x")],
	["not a name that merely begins alike", cached("docker-hubble/x", "docker-hub"), movable("docker-hubble/x")],
	["not the prefix itself", cached("docker-hub", "docker-hub"), movable("docker-hub")],
	["ROOT is a prefix like any other", cached("payments", "quay", "ROOT"), movable("payments")],
	["a rule beside ROOT counts as ever", cached("quay/x", "ROOT", "quay"), covers("quay", "quay/x")],
	["other rules do not matter", cached("payments", "quay", "ecr-public"), movable("payments")],
])("pull through cache: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test("is not applicable to a repository that a cache fills, even when its mutability is unknown", () => {
	const facts = { ...cached("quay/x", "quay"), tagMutability: { unresolved: "Ref Mutability" } };
	expect(verdictLines(control, facts)).toEqual([covers("quay", "quay/x")]);
});

test("one filter that is too wide fails, whatever an unresolved one is", () => {
	const open = { unresolved: "Ref Filter" };
	const [start, prefix, cached] = ["", "release-", "cache-"].map((text) => ({
		...open,
		text: new PartialText([text, { label: "${Filter}", why: "Ref Filter" }]),
	}));
	const judge = (...exclusionFilters: readonly (string | typeof open)[]) =>
		verdictLines(control, aRepository({ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters }))[0] ?? "";
	const unknown = "unknown MEDIUM payments: which tags can move is unknown (Ref Filter) (IMMUTABLE_WITH_EXCLUSION)";
	expect(judge(open, "v*")).toMatch(/^fail MEDIUM payments: tags that match v\* can be moved/);
	expect(judge(open, "latest")).toBe(unknown);
	expect(judge(start ?? "", "latest")).toBe(unknown);
	expect(judge(prefix ?? "")).toMatch(/^fail MEDIUM payments: tags that match release-\$\{Filter\} can be moved/);
	expect(judge(cached ?? "")).toMatch(/^pass MEDIUM payments: no tag except cache-\$\{Filter\} can move/);
	const any = { tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: open };
	expect(verdictLines(control, aRepository(any))).toEqual([unknown]);
	expect(verdictLines(control, aRepository({ ...any, tagMutability: "MUTABLE_WITH_EXCLUSION" }))).toEqual([
		"fail MEDIUM payments: every tag except what is unknown (Ref Filter) can be moved (MUTABLE_WITH_EXCLUSION)",
	]);
});

test("is unknown because of unread cache rules only where the verdict would be a failure", () => {
	const unread = { pullThroughCachePrefixes: { unread: "access was denied" } };
	expect(judged(control, aRepository({ ...unread, tagMutability: "MUTABLE" }))).toMatchObject([
		{
			status: "unknown",
			message:
				"payments: every tag can be moved (MUTABLE); whether a pull through cache fills it could not be read because access was denied",
			fields: { tagMutability: "MUTABLE" },
		},
	]);
	expect(verdictLines(control, aRepository(unread))).toEqual(["pass MEDIUM payments: no tag can move (IMMUTABLE)"]);
	expect(judged(control, aRepository({ ...unread, tagMutability: "FROZEN" }))).toMatchObject([
		{ status: "unknown", message: 'payments: the tag mutability "FROZEN" is not recognized' },
	]);
});

const filter = fc.array(fc.constantFrom("*", "v", "1", "latest", "-", "cache-"), { minLength: 1, maxLength: 5 });

test("passes only if no tag can move that the policy does not list", () => {
	const { mutableTags } = settingsOf(defaultPolicy.controls, control);
	fc.assert(
		fc.property(fc.array(filter, { maxLength: 3 }), filter, (filters, tagParts) => {
			const exclusionFilters = filters.map((parts) => parts.join(""));
			const tag = tagParts.join("").replaceAll("*", "x");
			const [verdict] = judged(control, excluding(...exclusionFilters));
			const moves = exclusionFilters.some((one) => globMatches(one, tag));
			if (verdict?.status === "pass" && moves) expect(mutableTags.some((one) => globMatches(one, tag))).toBe(true);
		}),
	);
});
