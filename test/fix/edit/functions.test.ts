import { describe, expect, test } from "@jest/globals";
import { type Edit, NotEditableError } from "../../../fix/edit/edit.ts";
import { editJson } from "../../../fix/edit/edit-json.ts";
import { editYaml } from "../../../fix/edit/edit-yaml.ts";

const set = (...path: Edit["path"]): Edit => ({ kind: "set", path, value: true });
const append = (...path: Edit["path"]): Edit => ({ kind: "append", path, value: "x" });
const reason = (name: string) =>
	new NotEditableError(
		`its value depends on the function ${name}; write the value without the function, or fix what the function refers to`,
	);

describe.each([
	["JSON", editJson],
	["YAML", editYaml],
] as const)("in %s, a function of a template", (_, edit) => {
	test.each<[string, Edit, string]>([
		['{"a": {"Ref": "RO"}}', set("a"), "Ref"],
		['{"a": {"Fn::If": ["C", "true", "false"]}}', set("a"), "Fn::If"],
		['{"a": {"Fn::If": ["C", {"b": 1}, {"b": 2}]}}', set("a", "b"), "Fn::If"],
		['{"a": {"Ref": "AWS::NoValue"}}', append("a", "list"), "Ref"],
		['{"a": {"Fn::Split": [",", "x"]}}', append("a"), "Fn::Split"],
	])("is not replaced: %s %j", (text, change, name) => {
		expect(() => edit(text, [change])).toThrow(reason(name));
	});

	test("is edited inside", () => {
		expect(edit('{"a": {"Fn::If": ["C", false, true]}}', [set("a", "Fn::If", 1)])).toBe(
			'{"a": {"Fn::If": ["C", true, true]}}',
		);
	});

	test.each(['{"a": {"b": 1}}', '{"a": [1]}'])("another collection is not replaced by a single value: %s", (text) => {
		expect(() => edit(text, [set("a")])).toThrow(
			new NotEditableError("a single value is required there; write it instead of the list or mapping"),
		);
	});
});

test.each<[string, Edit, string]>([
	["- /tmp:rw,a\n", { kind: "set", path: [0], value: "/tmp:rw,a,b" }, "- /tmp:rw,a,b\n"],
	["- ${D}/x:/y\n", { kind: "set", path: [0], value: "${D}/x:/y:ro" }, "- ${D}/x:/y:ro\n"],
	["- [/tmp:rw]\n", { kind: "set", path: [0, 0], value: "/tmp:rw,b" }, '- ["/tmp:rw,b"]\n'],
	["k: [{a: x}]\n", { kind: "set", path: ["k", 0, "a"], value: "y,z" }, 'k: [{a: "y,z"}]\n'],
	["- x\n", { kind: "append", path: [], value: "/tmp:a,b" }, "- x\n- /tmp:a,b\n"],
	["- x\n", { kind: "set", path: [0], value: "a: b" }, '- "a: b"\n'],
	["- 'x'\n", { kind: "set", path: [0], value: "y,z" }, "- 'y,z'\n"],
])("YAML gets quotes only where it needs them: %j", (before, change, after) => {
	expect(editYaml(before, [change])).toBe(after);
});
