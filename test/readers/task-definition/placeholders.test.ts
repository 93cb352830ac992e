import { describe, expect, test } from "@jest/globals";
import { parsePlaceholders } from "../../../core/placeholders.ts";
import { markPlaceholders } from "../../../readers/task-definition/placeholders.ts";

const open = { unresolved: "${A} is filled in later", text: parsePlaceholders("${A}"), isSet: true };

describe("a placeholder in a field that is judged or joined as written", () => {
	test.each([
		...["command", "dockerLabels", "entryPoint", "environment", "family", "healthCheck", "image", "name"],
		...["options", "secrets", "sourceContainer", "sourceVolume", "tags"],
	])("is kept: %s", (field) => {
		expect(markPlaceholders({ [field]: "${A}" })).toEqual({ [field]: "${A}" });
		expect(markPlaceholders([{ x: { [field]: ["${A}"] } }])).toEqual([{ x: { [field]: ["${A}"] } }]);
	});
});

describe("a placeholder in a variable", () => {
	const marked = (value: unknown) => markPlaceholders({ environment: [{ name: "${A}", value }, "${A}"] });
	const withValue = (value: unknown) => ({ environment: [{ name: "${A}", value }, "${A}"] });

	test.each(["${A}", "$A", "#{A}#", "<p@ss>", "{{ must_env `A` }}"])(
		"that is its whole value is unresolved and not shown: %s",
		(value) => {
			expect(marked(value)).toEqual(withValue({ unresolved: "its value is filled in later", isSet: true }));
		},
	);

	test.each(["a-${A}", "${A}${B}", "a", "", 5, null, "{{resolve:ssm:/a}}"])("is kept in %j", (value) => {
		expect(marked(value)).toEqual(withValue(value));
	});
});

describe("a placeholder in any other field", () => {
	test.each([
		"user",
		"memory",
		"privileged",
		"networkMode",
		"containerPath",
		"sourcePath",
		"logDriver",
		"Image",
		"names",
	])("is unresolved: %s", (field) => {
		expect(markPlaceholders({ [field]: "${A}" })).toEqual({ [field]: open });
		expect(markPlaceholders({ [field]: ["x", { y: "${A}" }] })).toEqual({ [field]: ["x", { y: open }] });
	});

	test("does not exist in a text without placeholder syntax", () => {
		const value = { a: [1, true, null, "text"], b: { c: "$" } };
		expect(markPlaceholders(value)).toEqual(value);
	});
});
