import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { globMatches } from "../../core/glob.ts";
import { isRegularExpression } from "../../policy-file/regular-expression.ts";
import { refusalOf } from "../support/policy-refusal.ts";

const waiver = (resource: string) =>
	`waivers: [{ control: image/scanned, resource: ${resource}, reason: r, owner: o, expires: "2027-01-01" }]`;
const setting = (id: string, key: string) => (glob: string) => `controls: { ${id}: { ${key}: [${glob}] } }`;
const scope = (key: string) => (glob: string) => `scopes: [{ match: { ${key}: ${glob} }, controls: {} }]`;

/** Every place of the policy that takes a glob. */
const places: readonly (readonly [string, (glob: string) => string])[] = [
	["resource of waiver 1", waiver],
	...["account", "region", "repository", "family", "cluster"].map(
		(key) => [`match.${key} of scope 1`, scope(key)] as const,
	),
	["item 1 of match.family of scope 1", (glob) => scope("family")(`[${glob}]`)],
	["match.tag.env of scope 1", (glob) => scope("tag")(`{ env: ${glob} }`)],
	["item 2 of match.tag.env of scope 1", (glob) => scope("tag")(`{ env: [a, ${glob}] }`)],
	["item 1 of block.protected", (glob) => `block: { protected: [${glob}] }`],
	...[
		["repository/tag-immutability", "mutableTags"],
		["repository/lifecycle-policy", "releaseTags"],
		["image/traceable-tag", "patterns"],
		["task-definition/no-plaintext-secrets", "names"],
		["task-definition/no-plaintext-secrets", "values"],
		["task-definition/no-plaintext-secrets", "notSecret"],
		["task-definition/trusted-registry", "registries"],
	].map(([id = "", key = ""]) => [`item 1 of controls.${id}.${key}`, setting(id, key)] as const),
	[
		"item 1 of filters of item 1 of controls.repository/scan-on-push.registry.rules",
		(glob) =>
			`controls: { repository/scan-on-push: { registry: { scanType: BASIC, rules: [{ scanFrequency: MANUAL, filters: [${glob}] }] } } }`,
	],
];

describe.each(places)("%s", (name, policyWith) => {
	test("accepts a glob", () => {
		expect(refusalOf(policyWith('"a*"'))).toBe("accepted");
	});

	test("rejects a regular expression, even a hostile one", () => {
		const hostile = "(a+)+$";
		const place = policyWith(`"${hostile}"`).indexOf(`"${hostile}"`) + 1;
		expect(refusalOf(policyWith(`"${hostile}"`))).toBe(
			`shipshape.yaml:1:${place}: ${name} ("${hostile}") is a regular expression; write a glob, in which "*" stands for any text`,
		);
	});

	test("rejects a very long text", () => {
		expect(refusalOf(policyWith(`"${"*a".repeat(1024)}"`))).toBe("accepted");
		expect(refusalOf(policyWith(`"${"*a".repeat(1024)}*"`))).toMatch(/shipshape\.yaml:1:\d+: .* is "\*a/);
	});
});

describe("a regular expression is recognized", () => {
	test.each([
		"^v1",
		"v1$",
		"^$",
		"^v\\d+\\.\\d+$",
		"v(?:1|2)",
		"a|b",
		"(?i)token",
		"\\d",
		"v\\d{2}",
		"\\d-x",
		"x\\w+",
		"a\\s*b",
		"\\bkey\\b",
		"v1\\.2",
		"a\\/b",
		"[0-9]",
		"v[0-9]*",
		"[a-z]",
		"[A-Z0-9]",
		"[a-f0-9]",
		"[A-F]",
		"[^/]",
		"[^0-9]",
		".*",
		".*-dev",
		"release-.*",
		"repository/.*",
		"arn:aws:ecr:.*",
		"(.*)",
		"(a+)",
		"(a*)*",
		"(ab)+",
		"(ab)*",
		".+",
		"a.+b",
		"a.{7,40}",
	])("%s", (text) => {
		expect(isRegularExpression(text)).toBe(true);
	});
});

describe("a glob or a plain name is not taken for a regular expression", () => {
	test.each([
		"latest",
		"*",
		"v*",
		"v1.*",
		"1.*",
		"release-1.*",
		"*.*",
		"_.*",
		"sha256-*",
		"buildcache*",
		"cache-*",
		"*-rc.1",
		"v1.2.3+build",
		"111122223333.dkr.ecr.*.amazonaws.com",
		"public.ecr.aws/docker/*",
		"*/payments:*",
		"nginx:1.27-alpine",
		"image/payments@*",
		"arn:aws:ecs:*:111122223333:task-definition/web",
		"arn:*:repository/payments/sha256:*",
		"infra/web.yaml#Web",
		"./infra/*.yaml",
		"infra\\dev\\web.yaml",
		"C:\\src\\web.yaml",
		'plan.json#aws_ecr_repository.this["my-app"]',
		"plan.json#module.a[0].aws_ecs_task_definition.web",
		'plan.json#x.this["a-z"]',
		"docs (copy)/web.yaml",
		"stack (1)/*",
		"$6$*",
		"${IMAGE}",
		"cost center",
		"a+b=c@d",
		"DB_*",
		"spring.datasource.*",
		"C++",
	])("%s", (text) => {
		expect(isRegularExpression(text)).toBe(false);
	});

	test("every tag and repository name, with or without a star", () => {
		const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/);
		const repository = fc.stringMatching(/^[a-z0-9]+(?:[._/-][a-z0-9]+){0,3}$/);
		fc.assert(
			fc.property(fc.oneof(tag, repository), (name) => {
				expect(isRegularExpression(name)).toBe(false);
				expect(isRegularExpression(`*${name}`)).toBe(false);
			}),
			{ numRuns: 2000 },
		);
	});

	test("an accepted glob has no special characters except the star", () => {
		fc.assert(
			fc.property(
				fc.string({ maxLength: 12 }).filter((text) => !text.includes("*")),
				(text) => {
					expect(globMatches(text, text)).toBe(true);
					expect(globMatches(text, `${text}x`)).toBe(false);
				},
			),
		);
	});
});
