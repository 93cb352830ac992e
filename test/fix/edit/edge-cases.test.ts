import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { type Edit, NotEditableError } from "../../../fix/edit/edit.ts";
import { editJson } from "../../../fix/edit/edit-json.ts";
import { editYaml } from "../../../fix/edit/edit-yaml.ts";

const set = (path: Edit["path"], value: Edit["value"] = true): Edit => ({ kind: "set", path, value });
const append = (path: Edit["path"], value: Edit["value"]): Edit => ({ kind: "append", path, value });

describe("a value with a tag", () => {
	test.each<[string, Edit, string]>([
		["a: !Ref RO\n", set(["a"]), "!Ref"],
		["a: !Sub 'false'\n", set(["a"]), "!Sub"],
		["a: !reset null\n", set(["a"]), "!reset"],
		["a: !reset\n", append(["a"], "/tmp"), "!reset"],
		["a: !reset []\n", append(["a"], "/tmp"), "!reset"],
		["a: !GetAtt x.y\n", set(["a", "b"]), "!GetAtt"],
		["- !Ref X\n", set([0], "x"), "!Ref"],
	])("is not replaced: %j %j", (text, edit, tag) => {
		const reason = `its value depends on the tag ${tag}; write the value without the tag, or fix what the tag refers to`;
		expect(() => editYaml(text, [edit])).toThrow(new NotEditableError(reason));
	});

	test.each<[string, Edit, string]>([
		["a: !override [x]\n", append(["a"], "y"), "a: !override [x, y]\n"],
		["a: !!bool false\n", set(["a"]), "a: !!bool true\n"],
		["a: !If [c, false, true]\n", set(["a", "Fn::If", 1]), "a: !If [c, true, true]\n"],
	])("is edited when the tag does not change the value: %j %j", (text, edit, after) => {
		expect(editYaml(text, [edit])).toBe(after);
	});
});

describe("a YAML edit", () => {
	test.each<[string, Edit, string]>([
		["d: {image: x, tmpfs: null}\n", append(["d", "tmpfs"], "/tmp"), "d: {image: x, tmpfs: [/tmp]}\n"],
		["d: {tmpfs: ~, image: x}\n", append(["d", "tmpfs"], "/tmp"), "d: {tmpfs: [/tmp], image: x}\n"],
		["d: {image: x, tmpfs: }\n", append(["d", "tmpfs"], "/tmp"), "d: {image: x, tmpfs: [/tmp]}\n"],
		["d: {tmpfs: , image: x}\n", append(["d", "tmpfs"], "/tmp"), "d: {tmpfs: [/tmp], image: x}\n"],
		['d: {"tmpfs":}\n', append(["d", "tmpfs"], "/tmp"), 'd: {"tmpfs": [/tmp]}\n'],
		["d: {tmpfs, image: x}\n", append(["d", "tmpfs"], "/tmp"), "d: {tmpfs: [/tmp], image: x}\n"],
		["d: {\n  tmpfs:\n}\n", append(["d", "tmpfs"], "/tmp"), "d: {\n  tmpfs: [/tmp]\n}\n"],
		['v:\n  - "a:/b" # c\n', set(["v", 0], "a:/b:ro"), 'v:\n  - "a:/b:ro" # c\n'],
		["v:\n  - 'a:/b'\n", set(["v", 0], "a:/b:ro"), "v:\n  - 'a:/b:ro'\n"],
		['v: "/x"\n', set(["v"], ["/x", "/y"]), 'v: ["/x", "/y"]\n'],
		["v: 'false'\n", set(["v"]), "v: true\n"],
	])("keeps the style around it: %j %j", (before, edit, after) => {
		expect(editYaml(before, [edit])).toBe(after);
		expect(() => parse(after)).not.toThrow();
	});

	test("does not replace a block scalar", () => {
		expect(() => editYaml("v:\n  - |-\n    a:/b\n", [set(["v", 0], "a:/b:ro")])).toThrow(
			new NotEditableError("it spans several lines; write it on one line"),
		);
	});
});

describe("a JSON edit", () => {
	test.each<[string, Edit, string]>([
		['{"a":{}}\n', set(["a", "b"]), '{"a":{"b": true}}\n'],
		["{}\n", set(["b"]), '{"b": true}\n'],
		['[\n  {"a":{}}\n]\n', set([0, "a", "b"]), '[\n  {"a":{"b": true}}\n]\n'],
		['{\n  "a": {}\n}\n', set(["a", "b"]), '{\n  "a": {\n    "b": true\n  }\n}\n'],
		['{"a":{"x":1}}\n', append(["a", "b"], 1), '{"a":{"x":1, "b": [1]}}\n'],
	])("keeps the layout around it: %j %j", (before, edit, after) => {
		expect(editJson(before, [edit])).toBe(after);
	});
});

describe("several edits at once give the same text as one after the other", () => {
	const edits: readonly Edit[] = [
		set(["a", "ro"]),
		append(["a", "list"], 1),
		append(["a", "list"], { b: 2 }),
		set(["b", "list", 0], 5),
		append(["b", "list"], 6),
		set(["b", "ro"]),
		set(["c", "ro"]),
		set(["d"], 7),
	];
	const after = { a: { x: 1, ro: true, list: [1, { b: 2 }] }, b: { list: [5, 6], ro: true }, c: { ro: true }, d: 7 };

	test.each<[string, string, typeof editYaml]>([
		["in block YAML", "a:\n  x: 1\nb:\n  list:\n    - 4\nc:\nd: 1\n", editYaml],
		["in flow YAML", "{a: {x: 1}, b: {list: [4]}, c: {}, d: 1}\n", editYaml],
		["in JSON on one line", '{"a":{"x":1},"b":{"list":[4]},"c":{},"d":1}', editJson],
		["in JSON on several lines", JSON.stringify({ a: { x: 1 }, b: { list: [4] }, c: {}, d: 1 }, null, 2), editJson],
	])("%s", (_, text, edit) => {
		expect(parse(edit(text, edits))).toEqual(after);
		expect(edits.reduce((now, one) => edit(now, [one]), text)).toBe(edit(text, edits));
	});
});
