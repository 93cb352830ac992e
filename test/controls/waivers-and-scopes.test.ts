import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { examplePolicy } from "../../controls/example-policy.ts";
import { controls } from "../../controls/index.ts";
import type { Control } from "../../core/control.ts";
import type { Facts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import type { Scope, Waiver } from "../../core/policy.ts";

/** How a waiver names the subject of the examples, and whether a scope of the cluster `shop` contains it. */
const kinds: Readonly<Record<string, { readonly resource: string; readonly isInCluster: boolean }>> = {
	service: { resource: "service/shop/web", isInCluster: true },
	cluster: { resource: "cluster/shop", isInCluster: true },
	"capacity-provider": { resource: "capacity-provider/spot", isInCluster: false },
};

const ofServices = controls.filter(({ on }) => on in kinds);

describe.each(ofServices.map((control) => [control.id, control] as const))("%s", (id, control: Control) => {
	const { resource = "", isInCluster = false } = kinds[control.on] ?? {};
	const facts = control.examples.fail[0]?.facts as Facts;
	const statuses = (more: { readonly waivers?: readonly Waiver[]; readonly scopes?: readonly Scope[] }) =>
		judge([control], facts, { ...examplePolicy(control), ...more }).map(({ status }) => status);
	const waiving = (name: string, expires = "2027-01-31"): readonly Waiver[] => [
		{ control: id, resource: name, reason: "until the move", owner: "checkout", expires },
	];

	test("is waived by the name of the subject, and by a glob of it", () => {
		expect(statuses({})).toEqual(["fail"]);
		expect(statuses({ waivers: waiving(resource) })).toEqual(["waived"]);
		expect(statuses({ waivers: waiving(`${resource.slice(0, -1)}*`) })).toEqual(["waived"]);
		expect(statuses({ waivers: waiving(facts.arn) })).toEqual(["waived"]);
	});

	test("is not waived by another name or by an expired waiver", () => {
		expect(statuses({ waivers: waiving(`${resource}2`) })).toEqual(["fail"]);
		expect(statuses({ waivers: waiving(resource, "2026-11-20") })).toEqual(["fail"]);
	});

	test("is turned off by a scope of its cluster only", () => {
		const scope = (cluster: string): readonly Scope[] => [
			{ match: { cluster: [cluster] }, controls: { [id]: { enabled: false } } },
		];
		expect(statuses({ scopes: scope("sh*") })).toEqual(isInCluster ? [] : ["fail"]);
		expect(statuses({ scopes: scope("other") })).toEqual(["fail"]);
	});

	test("blocks nothing", () => expect(control.blocking).toBeUndefined());
});

test("there are such controls, all of which the default policy knows", () => {
	expect(ofServices.length).toBeGreaterThan(8);
	expect(Object.keys(defaultPolicy.controls)).toEqual(expect.arrayContaining(ofServices.map(({ id }) => id)));
});
