import { expect, test } from "@jest/globals";
import { mergeAlternatives } from "../../cli/merge-alternatives.ts";
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
	["a single alternative", [[verdict("fail")]], { status: "fail", message: "it is fail" }],
	["alternatives that agree", [[verdict("pass")], [verdict("pass")]], { status: "pass", message: "it is pass" }],
	[
		"the worst of alternatives that agree on the status",
		[[verdict("fail", { severity: "LOW" })], [verdict("fail", { message: "worse" })]],
		{ status: "fail", severity: "HIGH", message: "worse" },
	],
	[
		"different",
		[[verdict("pass")], [verdict("fail")]],
		{ status: "unknown", message: "depends on an unknown value: it is fail; or: it is pass" },
	],
	[
		"what only AWS can answer hides no other unknown verdict",
		[[verdict("unknown", { needsAws: true })], [verdict("unknown", { severity: "LOW", message: "of the file" })]],
		{ status: "unknown", message: "of the file" },
	],
	["pass and not-applicable agree", [[verdict("not-applicable")], [verdict("pass")]], { status: "pass" }],
	[
		"not-applicable in every alternative",
		[[verdict("not-applicable")], [verdict("not-applicable")]],
		{ status: "not-applicable" },
	],
	["unknown in one alternative", [[verdict("unknown")], [verdict("pass")]], { status: "unknown" }],
	["waived in one alternative", [[verdict("waived")], [verdict("fail")]], { status: "unknown" }],
	["a container in only one alternative", [[], [verdict("fail")]], { status: "fail" }],
	["two containers with the same name", [[verdict("pass"), verdict("fail")], [verdict("fail")]], { status: "fail" }],
])("%s", (_, ways, expected) => {
	expect(mergeAlternatives(ways)).toEqual([expect.objectContaining(expected)]);
});

test("each control and container is merged separately, in order", () => {
	const way = [
		verdict("pass"),
		verdict("fail", { container: "side" }),
		verdict("unknown", { control: "task-definition/memory-limit" }),
	];
	expect(mergeAlternatives([way, way])).toEqual(way);
});

test("a verdict that is waived in only one alternative has no waiver", () => {
	const waiver = { owner: "web", reason: "legacy", expires: "2030-01-01" };
	const [found] = mergeAlternatives([[verdict("waived", { waiver })], [verdict("pass")]]);
	expect(found).toMatchObject({ status: "unknown" });
	expect(found).not.toHaveProperty("waiver");
});
