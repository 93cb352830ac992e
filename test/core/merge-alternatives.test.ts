import { expect, test } from "@jest/globals";
import { mergeAlternatives } from "../../core/merge-alternatives.ts";
import type { Verdict } from "../../core/verdict.ts";

const verdict = (status: Verdict["status"], more: Partial<Verdict> = {}): Verdict => ({
	control: "task-definition/logging",
	subject: "app.yaml#Web",
	container: "app",
	status,
	severity: "HIGH",
	message: `it is ${status}`,
	remediation: "Mend it.",
	field: "logConfiguration",
	...more,
});

test.each<[string, Verdict[][], Partial<Verdict>]>([
	["one way", [[verdict("fail")]], { status: "fail", message: "it is fail" }],
	["the same", [[verdict("pass")], [verdict("pass")]], { status: "pass", message: "it is pass" }],
	[
		"the severest of the same",
		[[verdict("fail", { severity: "LOW" })], [verdict("fail", { message: "worse" })]],
		{ status: "fail", severity: "HIGH", message: "worse" },
	],
	[
		"different",
		[[verdict("pass")], [verdict("fail")]],
		{ status: "unknown", message: "depends on an unknown value: it is fail; or: it is pass" },
	],
	["nothing wrong and nothing there", [[verdict("not-applicable")], [verdict("pass")]], { status: "pass" }],
	["never anything there", [[verdict("not-applicable")], [verdict("not-applicable")]], { status: "not-applicable" }],
	["unknown once", [[verdict("unknown")], [verdict("pass")]], { status: "unknown" }],
	["waived once", [[verdict("waived")], [verdict("fail")]], { status: "unknown" }],
	["there on one way only", [[], [verdict("fail")]], { status: "fail" }],
	["two containers of one name", [[verdict("pass"), verdict("fail")], [verdict("fail")]], { status: "fail" }],
])("%s", (_, ways, expected) => {
	expect(mergeAlternatives(ways)).toEqual([expect.objectContaining(expected)]);
});

test("containers and controls are each for themselves, in their order", () => {
	const way = [
		verdict("pass"),
		verdict("fail", { container: "side" }),
		verdict("unknown", { control: "task-definition/memory-limit" }),
	];
	expect(mergeAlternatives([way, way])).toEqual(way);
});

test("what is only waived on one way shows no waiver", () => {
	const waiver = { owner: "web", reason: "legacy", expires: "2030-01-01" };
	const [found] = mergeAlternatives([[verdict("waived", { waiver })], [verdict("pass")]]);
	expect(found).toMatchObject({ status: "unknown" });
	expect(found).not.toHaveProperty("waiver");
});
