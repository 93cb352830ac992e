import { describe, expect, test } from "@jest/globals";
import { plannedValue } from "../../../readers/terraform-plan/planned-value.ts";

const open = { unresolved: "it is only known after apply" };
const written = { name: {} };

describe("an unknown block that the configuration does not show", () => {
	test.each([
		"docker_volume_configuration",
		"efs_volume_configuration",
		"encryption_configuration",
		"image_scanning_configuration",
		"image_tag_mutability_exclusion_filter",
		"repository_filter",
		"rule",
		"runtime_platform",
		"volume",
	])("is dynamic: %s", (block) => {
		expect(plannedValue({}, { [block]: true }, written)).toEqual({ [block]: open });
		expect(plannedValue([{}], [{ [block]: true }], [written])).toEqual([{ [block]: open }]);
	});

	test.each(["arn", "network_mode", "rules", "volumes", "kms_key"])("is left to the provider: %s", (attribute) => {
		expect(plannedValue({}, { [attribute]: true }, written)).toEqual({ [attribute]: null });
		expect(plannedValue({}, { [attribute]: true }, { [attribute]: {}, name: {} })).toEqual({ [attribute]: open });
	});
});

describe("a planned value", () => {
	test.each<[string, unknown, unknown, unknown, unknown]>([
		["that is known", { a: 1, b: [true, "x", null] }, {}, written, { a: 1, b: [true, "x", null] }],
		["without doubts", { a: 1 }, undefined, undefined, { a: 1 }],
		["that is known but for a part", { a: { b: 1, c: 2 } }, { a: { c: true } }, { a: {} }, { a: { b: 1, c: open } }],
		["of a configuration that is not there", {}, { arn: true }, undefined, { arn: open }],
		["of an expression by itself", {}, { arn: true }, { references: ["var.x"] }, { arn: open }],
		["of a configuration that says nothing", {}, { arn: true }, {}, { arn: open }],
		["that is known, whatever is not written", { arn: "x" }, { arn: false }, written, { arn: "x" }],
		["with more doubts than items", ["a"], [false, true], undefined, ["a", open]],
		["with more items than doubts", ["a", "b"], [true], undefined, [open, "b"]],
		["of a list that is not there yet", null, [{ a: true }], [{ a: {} }], [{ a: open }]],
		["wholly unknown", { a: 1 }, true, written, open],
		["that passes for one that is not known", { unresolved: "x", a: 1 }, { unresolved: true }, written, { a: 1 }],
	])("is resolved: %s", (_, value, unknown, configuration, expected) => {
		expect(plannedValue(value, unknown, configuration)).toEqual(expected);
	});
});
