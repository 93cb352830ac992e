import { describe, expect, test } from "@jest/globals";
import { withOpenPlaceholders } from "../../../readers/task-definition/placeholders.ts";

const open = { unresolved: "${A} is filled in later" };

describe("a field that is judged or joined as it is written keeps its placeholder", () => {
	test.each([
		...["command", "dockerLabels", "entryPoint", "environment", "family", "healthCheck", "image", "name"],
		...["options", "secrets", "sourceContainer", "sourceVolume", "tags"],
	])("%s", (field) => {
		expect(withOpenPlaceholders({ [field]: "${A}" })).toEqual({ [field]: "${A}" });
		expect(withOpenPlaceholders([{ x: { [field]: ["${A}"] } }])).toEqual([{ x: { [field]: ["${A}"] } }]);
	});
});

describe("every other field is open", () => {
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
	])("%s", (field) => {
		expect(withOpenPlaceholders({ [field]: "${A}" })).toEqual({ [field]: open });
		expect(withOpenPlaceholders({ [field]: ["x", { y: "${A}" }] })).toEqual({ [field]: ["x", { y: open }] });
	});

	test("what holds none stays as it is", () => {
		const value = { a: [1, true, null, "text"], b: { c: "$" } };
		expect(withOpenPlaceholders(value)).toEqual(value);
	});
});
