import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy, Scope } from "../../../core/policy.ts";
import { gateExemptionOf, isPauseJudged } from "../../../domain/blocks/gate-exemption.ts";
import { aService, aTaskDefinition } from "../../support/builders.ts";

const enforced: Policy = { ...defaultPolicy, mode: "enforce" };
const withBlock = (block: Partial<Policy["block"]>): Policy => ({
	...enforced,
	block: { ...enforced.block, ...block },
});
const withScope = (match: Scope["match"]): Policy => ({
	...defaultPolicy,
	scopes: [{ match, controls: {}, mode: "enforce" }],
});
const exemptionBy = (policy: Policy, definition = aTaskDefinition({ family: "web" })) =>
	gateExemptionOf(aService(), { value: definition }, policy);
const audit = "the policy's mode is audit";

describe("the gate refuses failing deployments of a service", () => {
	test("if the policy enforces", () => {
		expect(exemptionBy(enforced)).toEqual({ value: null });
		expect(exemptionBy(defaultPolicy)).toEqual({ value: audit });
	});

	test.each<Scope["match"]>([{ cluster: ["shop"] }, { family: ["web"] }, { cluster: ["sh*"], family: ["web"] }])(
		"if a scope enforces for %j",
		(match) => {
			expect(exemptionBy(withScope(match))).toEqual({ value: null });
		},
	);

	test("unless the scope that enforces is of another cluster", () => {
		expect(exemptionBy(withScope({ cluster: ["other"], family: ["web"] }))).toEqual({ value: audit });
	});

	test("unless the policy switches it off", () => {
		expect(exemptionBy(withBlock({ gate: false }))).toEqual({ value: "the policy's block.gate is false" });
	});

	test("unless the policy protects the family or the service", () => {
		expect(exemptionBy(withBlock({ protected: ["web"] }))).toEqual({ value: "the policy protects this family" });
		expect(exemptionBy(withBlock({ protectedServices: ["shop/*"] }))).toEqual({
			value: "the policy protects the service shop/web",
		});
	});

	test("again when break-glass ends, so it does not count as an exemption", () => {
		const entry = { resource: "service/shop/web", reason: "outage", owner: "ops", expires: "2099-01-01" };
		expect(exemptionBy(withBlock({ breakGlass: [entry] }))).toEqual({ value: null });
	});
});

test("it is unknown whether the gate refuses deployments of a task definition that could not be read", () => {
	expect(gateExemptionOf(aService(), { unread: "ECS did not answer" }, enforced)).toEqual({
		unread: "ECS did not answer",
	});
});

test("a service without a task definition has no deployments to refuse", () => {
	expect(gateExemptionOf(aService(), { value: null }, enforced)).toEqual({ value: "it runs no task definition" });
});

describe("deployments are judged in PAUSE hooks", () => {
	const judgedBy = (policy: Policy, definition = aTaskDefinition({ family: "web" })) =>
		isPauseJudged(aService(), { value: definition }, policy);
	const scoped = (match: Scope["match"]): Policy => ({
		...enforced,
		scopes: [{ match, controls: {}, block: { pause: false } }],
	});
	test.each<[string, Policy, boolean]>([
		["by default", defaultPolicy, true],
		["unless the policy switches that off", withBlock({ pause: false }), false],
		["whatever the gate does", withBlock({ gate: false }), true],
		["unless a scope of the cluster switches that off", scoped({ cluster: ["shop"] }), false],
		["if the scope is of another cluster", scoped({ cluster: ["other"] }), true],
	])("%s", (_, policy, value) => {
		expect(judgedBy(policy)).toEqual({ value });
	});

	test("unless it is unknown whether such a scope applies", () => {
		const unread = aTaskDefinition({ tags: { unread: "it was denied" } });
		expect(judgedBy(scoped({ tag: { tier: ["legacy"] } }), unread)).toEqual({
			unread: "cannot tell whether scope 1 of the policy applies, because it was denied",
		});
		expect(isPauseJudged(aService(), { unread: "it was denied" }, enforced)).toEqual({ unread: "it was denied" });
		expect(isPauseJudged(aService(), { value: null }, enforced)).toEqual({ value: true });
	});
});
