import { describe, expect, test } from "@jest/globals";
import { type Edit, NotEditableError } from "../../../fix/edit/edit.ts";
import { editYaml } from "../../../fix/edit/edit-yaml.ts";

const set = (path: Edit["path"], value: Edit["value"] = true): Edit => ({ kind: "set", path, value });
const append = (path: Edit["path"], value: Edit["value"]): Edit => ({ kind: "append", path, value });

describe("a new key is written after the last one of its mapping", () => {
	test.each<[string, Edit, string]>([
		["a: 1\n", set(["b"]), "a: 1\nb: true\n"],
		["a: 1", set(["b"]), "a: 1\nb: true"],
		["a: 1 # c\n\n# d\n", set(["b"]), "a: 1 # c\nb: true\n\n# d\n"],
		["a: 1\r\nc: 2 # d\r\ne:\r\n", set(["b"]), "a: 1\r\nc: 2 # d\r\ne:\r\nb: true\r\n"],
		["a: 1\n b\n", set(["c"], 3), "a: 1\n b\nc: 3\n"],
		["a: |\n  x\n", set(["b"], 1), "a: |\n  x\nb: 1\n"],
		["a: |\n  x", set(["b"], 1), "a: |\n  x\nb: 1"],
		["a: |\r\n  x\r\nc: |\r\n  y\r\n", set(["b"], 1), "a: |\r\n  x\r\nc: |\r\n  y\r\nb: 1\r\n"],
		["a:\n  d: |+\n    x\n\nc: 1\n", set(["a", "b"], 1), "a:\n  d: |+\n    x\n\n  b: 1\nc: 1\n"],
		["a:\r\n  d: |\r\n    x\r\nc: 1\r\n", set(["a", "b"], 1), "a:\r\n  d: |\r\n    x\r\n  b: 1\r\nc: 1\r\n"],
		["a:\n  b: 1\n  ? c\nd: 1\n", set(["a", "z"]), "a:\n  b: 1\n  ? c\n  z: true\nd: 1\n"],
		["a:\n  b:\n    c:\n\n# d\n", set(["a", "z"]), "a:\n  b:\n    c:\n  z: true\n\n# d\n"],
		["a:\n  b:\n    - c\n    - {d: 1}\n", set(["a", "z"]), "a:\n  b:\n    - c\n    - {d: 1}\n  z: true\n"],
		["a: &x\n  b: 1\n", set(["a", "z"]), "a: &x\n  b: 1\n  z: true\n"],
		["a: 1\n...\n", set(["b"], 1), "a: 1\nb: 1\n...\n"],
		["a: 1\n", set(["b"], { c: { d: [] }, e: {} }), "a: 1\nb:\n  c:\n    d: []\n  e: {}\n"],
		["a:\n    b: 1\n", set(["a", "c"], { d: ["x"] }), "a:\n    b: 1\n    c:\n      d:\n        - x\n"],
		["a: 1\n", set(["b"], { c: "x ".repeat(60) }), `a: 1\nb:\n  c: "${"x ".repeat(60)}"\n`],
		["- a: 1\n  b: 2\n- c: 1\n", set([0, "d"], "x: y"), '- a: 1\n  b: 2\n  d: "x: y"\n- c: 1\n'],
	])("%j %j", (before, edit, after) => {
		expect(editYaml(before, [edit])).toBe(after);
	});
});

describe("a new item is written after the last one of its list", () => {
	test.each<[string, Edit, string]>([
		["- 1\n", append([], 2), "- 1\n- 2\n"],
		["a:\n- 1\nb: 2\n", append(["a"], 4), "a:\n- 1\n- 4\nb: 2\n"],
		["a:\n    -   1 # c\n", append(["a"], "x"), "a:\n    -   1 # c\n    - x\n"],
		["- 1\n- - 2\n  - 3\n", append([1], 4), "- 1\n- - 2\n  - 3\n  - 4\n"],
		["- - 1\n", append([], 4), "- - 1\n- 4\n"],
		["- a: 1\n", append([], { b: 1, c: ["x"] }), "- a: 1\n- b: 1\n  c:\n    - x\n"],
		["- |\r\n  x\r\n", append([], 2), "- |\r\n  x\r\n- 2\r\n"],
		["a:\n  - b:\n      c: 1\nd: 1\n", append(["a"], 2), "a:\n  - b:\n      c: 1\n  - 2\nd: 1\n"],
	])("%j %j", (before, edit, after) => {
		expect(editYaml(before, [edit])).toBe(after);
	});
});

describe("an edit in a flow collection stays inside it", () => {
	test.each<[string, Edit, string]>([
		["a: {}\n", set(["a", "b"], { c: [1] }), "a: {b: {c: [1]}}\n"],
		["a: { }\n", set(["a", "b"], 1), "a: {b: 1 }\n"],
		["a: [ # c\n]\n", append(["a"], { b: 1 }), "a: [{b: 1} # c\n]\n"],
		["a: [1, 2,]\n", append(["a"], 3), "a: [1, 2, 3,]\n"],
		["a: {x: 1, }\n", set(["a", "b"], 3), "a: {x: 1, b: 3, }\n"],
		["a: {x: 1, y}\n", set(["a", "b"], 3), "a: {x: 1, y, b: 3}\n"],
		["a: {x: {y: 1} }\n", set(["a", "b"], 3), "a: {x: {y: 1}, b: 3 }\n"],
		["a: [1, # c\n 2 # d\n ]\n", append(["a"], 3), "a: [1, # c\n 2, 3 # d\n ]\n"],
		["--- {a: 1}\n", set(["b"], 1), "--- {a: 1, b: 1}\n"],
		["{a: Null, b: 1}\n", append(["a"], 1), "{a: [1], b: 1}\n"],
		["{? a, b: 1}\n", append(["a"], 1), "{? a: [1], b: 1}\n"],
		["{'a'  :\t, b: 1}\n", append(["a"], 1), "{'a'  : [1], b: 1}\n"],
		["{a:   , b: 1}\n", set(["a", "c"], 1), "{a: {c: 1}, b: 1}\n"],
		["[a: , b]\n", append([0, "a"], 1), "[a: [1], b]\n"],
	])("%j %j", (before, edit, after) => {
		expect(editYaml(before, [edit])).toBe(after);
	});
});

describe("a key without a value gets one", () => {
	test.each<[string, Edit, string]>([
		["a:", append(["a"], "x"), "a:\n  - x"],
		["a: ~", set(["a"], 1), "a: 1"],
		["a:\n  # c\nb: 1\n", append(["a"], "x"), "a:\n  - x\n  # c\nb: 1\n"],
		["a: # c\n\nb: 1\n", set(["a"], 1), "a: 1 # c\n\nb: 1\n"],
		["a:  null  # c\n", append(["a"], "x"), "a:\n  - x  # c\n"],
		["a: null\r\nb: 1\r\n", append(["a"], "x"), "a:\r\n  - x\r\nb: 1\r\n"],
		["a: Null\nb: NULL # c\n", append(["b"], "x"), "a: Null\nb:\n  - x # c\n"],
		["a: Null\n", append(["a"], "x"), "a:\n  - x\n"],
		["a:\n  null\nb: 1\n", append(["a"], "x"), "a:\n  - x\nb: 1\n"],
		['"a:b" : ~ # c\n', set(["a:b"], false), '"a:b" : false # c\n'],
		["? a\n: \nb: 1\n", append(["a"], "x"), "? a\n:\n    - x \nb: 1\n"],
		["x:\n  - a:\n    b: 1\n", append(["x", 0, "a"], "y"), "x:\n  - a:\n      - y\n    b: 1\n"],
		["x:\n  a:\n", set(["x", "a", "b", "c"], 1), "x:\n  a:\n    b:\n      c: 1\n"],
	])("%j %j", (before, edit, after) => {
		expect(editYaml(before, [edit])).toBe(after);
	});
});

describe("a replaced scalar keeps its quotes", () => {
	test.each<[string, Edit, string]>([
		["a: 'x' # y\n", set(["a"], "it's"), "a: 'it''s' # y\n"],
		['a: "x"\n', set(["a"], '"'), 'a: "\\""\n'],
		["a: x\n", set(["a"], "y: z"), 'a: "y: z"\n'],
		["a: x\n", set(["a"], ["y", 1]), "a: [y, 1]\n"],
		["1: x\n", set(["1"], "y"), "1: y\n"],
	])("%j %j", (before, edit, after) => {
		expect(editYaml(before, [edit])).toBe(after);
	});
});

describe("an edit that would be a guess throws its reason", () => {
	const tagged = (tag: string): string =>
		`its value depends on the tag ${tag}; write the value without the tag, or fix what the tag refers to`;
	const aliased = "it refers to an anchor that other parts of the file may also use; write the value out instead";
	const anchorWithoutValue = "its anchor has no value; remove the anchor, or give it a value";
	const several = "it spans several lines; write it on one line";
	test.each<[string, Edit, string]>([
		["", set(["a"]), "a mapping is required there; write one with its keys"],
		["# c\n", set(["a"]), "a mapping is required there; write one with its keys"],
		["a: 1\n", set([0]), "a mapping is required there; write one with its keys"],
		["1: 2\n", set([1]), "a mapping is required there; write one with its keys"],
		["- 1\n", append([1], 1), "a mapping is required there; write one with its keys"],
		["a: {}\n", append(["a"], 1), "a list is required there; write it in brackets or with one item per line"],
		["a:\n  b: 1\n", set(["a"]), "a single value is required there; write it instead of the list or mapping"],
		["a: >\n x\n", set(["a"]), several],
		["a: |\n x\n", set(["a"]), several],
		["a:\n  # c\n  null\n", set(["a"]), several],
		["x: 1\n? a\n", append(["a"], 1), "its key has no colon; write one after it"],
		["? a\nb: 1\n", append(["a"], 1), "its key has no colon; write one after it"],
		["a: [\n", set(["a"]), "the file is not valid YAML"],
		["x: &x 1\na: *x\n", set(["a"]), aliased],
		["a: &x\nb: 1\n", append(["a"], 1), anchorWithoutValue],
		["a: &x null\n", append(["a"], 1), anchorWithoutValue],
		["{a: &x , b: 1}\n", append(["a"], 1), anchorWithoutValue],
		["a: !!null\n", append(["a"], 1), tagged("!!null")],
		["{a: !!null null}\n", append(["a"], 1), tagged("!!null")],
	])("%j %j: %s", (text, edit, reason) => {
		expect(() => editYaml(text, [edit])).toThrow(new NotEditableError(reason));
	});
});
