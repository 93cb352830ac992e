import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import vulnerabilities from "../../controls/image/vulnerabilities.ts";
import type { Facts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import type { Scope } from "../../core/policy.ts";
import { type Policy, settingsOf } from "../../core/policy.ts";
import { deepMerge, policyFor, settingsByScope } from "../../core/scopes.ts";
import { aCapacityProvider, aCluster, anImage, aRepository, aService, aTaskDefinition } from "../support/builders.ts";
import { aControl } from "../support/verdicts.ts";

const { id } = vulnerabilities;
const scoped = (...scopes: Scope[]): Policy => ({ ...defaultPolicy, scopes });
const quiet = (match: Scope["match"]): Policy => scoped({ match, controls: { [id]: { ignoreUnfixed: true } } });
const isIn = (match: Scope["match"], facts: Facts): boolean =>
	settingsOf(policyFor(quiet(match), facts).controls, vulnerabilities).ignoreUnfixed;

const family = aTaskDefinition({ tags: { value: { env: "prod", team: "shop", empty: "" } } });
const repository = aRepository({ tags: { value: { env: "dev" } } });
const ofFile = aTaskDefinition({ arn: "infra/web.yaml#Web" });

describe("a scope matches a subject", () => {
	test.each<[string, Scope["match"], Facts, boolean]>([
		["its account", { account: ["111122223333"] }, family, true],
		["a glob of its account", { account: ["999*", "1111*"] }, repository, true],
		["another account", { account: ["444455556666"] }, family, false],
		["its Region", { region: ["ap-*"] }, anImage(), true],
		["another Region", { region: ["eu-*"] }, anImage(), false],
		["its account in place of its Region", { region: ["111122223333"] }, family, false],
		["any account, for a subject in a file", { account: ["*"] }, ofFile, false],
		["any Region, for a subject in a file", { region: ["*"] }, ofFile, false],
		["any account, for a path with colons", { account: ["*"] }, aTaskDefinition({ arn: "a:b:c:d:e:f" }), false],
		["its repository's name", { repository: ["pay*"] }, repository, true],
		["an image's repository", { repository: ["payments"] }, anImage(), true],
		["another repository", { repository: ["web"] }, anImage(), false],
		["any repository, for a family", { repository: ["*"] }, family, false],
		["its family", { family: ["w*b"] }, family, true],
		["its family, for a subject in a file", { family: ["web"] }, ofFile, true],
		["any family, for a repository", { family: ["*"] }, repository, false],
		["any cluster, for a subject without one", { cluster: ["*"] }, family, false],
		[
			"any cluster, for a capacity provider, which several clusters can use",
			{ cluster: ["*"] },
			aCapacityProvider(),
			false,
		],
		["its cluster, for a service", { cluster: ["sh*"] }, aService(), true],
		["the name of a service in place of its cluster's", { cluster: ["web"] }, aService(), false],
		["its name, for a cluster", { cluster: ["shop"] }, aCluster(), true],
		["a tag of a service", { tag: { team: ["*"] } }, aService({ tags: { value: { team: "shop" } } }), true],
		["its account and its family", { account: ["1*"], family: ["web"] }, family, true],
		["its account and another family", { account: ["1*"], family: ["api"] }, family, false],
		["its tag", { tag: { env: ["prod"] } }, family, true],
		["one of several values of its tag", { tag: { env: ["test", "d*"] } }, repository, true],
		["another value of its tag", { tag: { env: ["test"] } }, family, false],
		["a tag without a value", { tag: { empty: ["*"] } }, family, true],
		["a tag that it does not have", { tag: { cost: ["*"] } }, family, false],
		["a tag that is only an inherited property", { tag: { toString: ["*"] } }, family, false],
		["all of its tags", { tag: { env: ["prod"], team: ["s*"] } }, family, true],
		["one of two tags", { tag: { env: ["prod"], team: ["x"] } }, family, false],
		["its tag in another family", { family: ["api"], tag: { env: ["prod"] } }, family, false],
	])("with %s", (_, match, facts, expected) => {
		expect(isIn(match, facts)).toBe(expected);
	});
});

describe("the settings of a subject", () => {
	const everything = { account: ["*"] };

	test("are those of the policy if there is no scope or none matches", () => {
		expect(policyFor(defaultPolicy, family)).toBe(defaultPolicy);
		const policy = quiet({ family: ["api"] });
		expect(policyFor(policy, family)).toBe(policy);
	});

	test("keep what the scope does not set", () => {
		const policy = scoped({ match: everything, controls: { [id]: { maximum: { HIGH: 3 } } } });
		expect(policyFor(policy, family)).toEqual({
			...policy,
			controls: {
				...policy.controls,
				[id]: { ...policy.controls[id], maximum: { CRITICAL: 0, HIGH: 3 } },
			},
		});
		expect(policy.controls).toBe(defaultPolicy.controls);
		expect(settingsOf(defaultPolicy.controls, vulnerabilities).maximum).toEqual({ CRITICAL: 0, HIGH: 0 });
	});

	test("have the whole lists of the scope", () => {
		const controls = { "repository/tag-immutability": { mutableTags: ["dev"] } };
		const own = policyFor(scoped({ match: everything, controls }), repository).controls;
		expect(own["repository/tag-immutability"]).toEqual({ enabled: true, mutableTags: ["dev"] });
	});

	test("come from both matching scopes, and from the later one if both set the same", () => {
		const policy = scoped(
			{ match: everything, controls: { [id]: { maximum: { HIGH: 9, LOW: 1 }, severity: "LOW" } } },
			{ match: { family: ["web"] }, controls: { [id]: { maximum: { HIGH: 2 } } } },
			{ match: { family: ["api"] }, controls: { [id]: { maximum: { HIGH: 7 } } } },
		);
		expect(policyFor(policy, family).controls[id]).toMatchObject({
			maximum: { CRITICAL: 0, HIGH: 2, LOW: 1 },
			severity: "LOW",
		});
	});
});

test.each([
	[
		{ a: 1, b: { c: 2, d: 3 } },
		{ b: { c: 4 }, e: 5 },
		{ a: 1, b: { c: 4, d: 3 }, e: 5 },
	],
	[{ a: [1, 2] }, { a: [3] }, { a: [3] }],
	[{ a: { b: 1 } }, { a: [3] }, { a: [3] }],
	[{ a: { b: 1 } }, { a: null }, { a: null }],
	[{ a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
	[{ a: [1] }, { a: { b: 1 } }, { a: { b: 1 } }],
])("%j merged with %j is %j", (base, given, result) => {
	expect(deepMerge(base, given)).toEqual(result);
});

describe("judging in a scope", () => {
	const control = aControl({ evaluate: () => ({ status: "fail", message: "writable" }) });
	const other = aControl({ id: "task-definition/tmpfs-size" });
	const unread = aTaskDefinition({ tags: { unread: "AccessDenied" } });
	const off = (match: Scope["match"], enabled = false): Policy =>
		scoped({ match: { family: ["api"] }, controls: {} }, { match, controls: { [control.id]: { enabled } } });
	const judged = (policy: Policy, facts: Facts = aTaskDefinition()) =>
		judge([control, other], facts, policy).map(({ control: of, status, message }) => `${of} ${status} ${message}`);
	const otherPasses = `${other.id} pass all is well`;

	test("uses the scope's settings", () => {
		expect(judged(off({ family: ["web"] }))).toEqual([otherPasses]);
		expect(judged(off({ family: ["api"] }))).toEqual([`${control.id} fail writable`, otherPasses]);
		const severe = scoped({ match: { family: ["web"] }, controls: { [control.id]: { severity: "LOW" } } });
		expect(judge([control], aTaskDefinition(), severe)).toMatchObject([{ severity: "LOW" }]);
	});

	test.each([true, false])(
		"is unknown only for the controls of a scope whose tags could not be read (enabled: %s)",
		(enabled) => {
			const because = "cannot tell whether scope 2 of the policy applies, because AccessDenied";
			expect(judged(off({ tag: { env: ["dev"] } }, enabled), unread)).toEqual([
				`${control.id} unknown ${because}`,
				otherPasses,
			]);
		},
	);

	test("needs tags only if the rest of the scope matches", () => {
		expect(judged(off({ family: ["api"], tag: { env: ["dev"] } }), unread)).toEqual([
			`${control.id} fail writable`,
			otherPasses,
		]);
	});

	test("is unknown for an image if the scope matches on tags", () => {
		const ofImages = aControl({ id: "image/scanned", on: "image" });
		const policy = scoped({ match: { tag: { env: ["dev"] } }, controls: { "image/scanned": { severity: "LOW" } } });
		expect(judge([ofImages], anImage(), policy)).toMatchObject([
			{
				status: "unknown",
				message:
					"cannot tell whether scope 1 of the policy applies, because the tags of an image's repository are not read",
			},
		]);
	});
});

describe("the settings of a control in every scope", () => {
	const match = { family: ["api"] };

	test("are the policy's own, then those of each scope that sets some, merged into the policy's", () => {
		const policy = scoped(
			{ match, controls: { [id]: { maximum: { LOW: 1 } } } },
			{ match, controls: { "image/scanned": { enabled: false } } },
			{ match, controls: { [id]: { enabled: false } } },
		);
		const own = { enabled: true, maximum: { CRITICAL: 0, HIGH: 0 }, ignoreUnfixed: false, undefinedAs: "MEDIUM" };
		expect(settingsByScope(policy, vulnerabilities)).toEqual([
			{ scope: null, settings: own },
			{ scope: 0, settings: { ...own, maximum: { CRITICAL: 0, HIGH: 0, LOW: 1 } } },
			{ scope: 2, settings: { ...own, enabled: false } },
		]);
	});
});
