import { describe, expect, test } from "@jest/globals";
import { type Edit, NotEditableError } from "../../../fix/edit/edit.ts";
import { editJson } from "../../../fix/edit/edit-json.ts";

const set = (path: Edit["path"], value: Edit["value"] = true): Edit => ({ kind: "set", path, value });
const append = (path: Edit["path"], value: Edit["value"]): Edit => ({ kind: "append", path, value });
const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

describe("an edit of text on one line", () => {
	test.each<[string, Edit, string]>([
		['{"a": 1}', set(["a"], 2), '{"a": 2}'],
		['{"a": [1, 2]}', set(["a"], []), '{"a": []}'],
		['{"a": 1}', set(["b"], {}), '{"a": 1, "b": {}}'],
		['{"a": 1}', set(["b"], { c: { d: "x" }, e: [] }), '{"a": 1, "b": { "c": { "d": "x" }, "e": [] }}'],
		['{"a": [1]}', append(["a"], { c: 1 }), '{"a": [1, { "c": 1 }]}'],
		['{"a": []}', append(["a"], "x"), '{"a": ["x"]}'],
		['{"a": [ ]}', append(["a"], ["x", true]), '{"a": [["x", true]]}'],
		['{"x": null, "a": null, "b": 1}', set(["a"], "y"), '{"x": null, "a": "y", "b": 1}'],
		['{"a": null}', set(["a", "b", "c"], 1), '{"a": { "b": { "c": 1 } }}'],
		['{"a": null}', append(["a"], 1), '{"a": [1]}'],
		['[{"a": 1}]', set([0, "b"], "ü"), '[{"a": 1, "b": "ü"}]'],
		['{"a": 1}', set(['"'], "\n"), '{"a": 1, "\\"": "\\n"}'],
	])("stays on that line: %s %j", (before, edit, after) => {
		expect(editJson(before, [edit])).toBe(after);
	});
});

describe("an edit of text on several lines has the layout of the lines around it", () => {
	test.each<[string, string, Edit, string]>([
		[
			"when a key is added after the last one",
			lines("{", '  "a": 1', "}"),
			set(["b"], 2),
			lines("{", '  "a": 1,', '  "b": 2', "}"),
		],
		[
			"when an object with an object is added",
			lines("{", '\t"a": 1', "}"),
			set(["b"], { c: { d: 1 }, e: {} }),
			lines("{", '\t"a": 1,', '\t"b": {', '\t\t"c": {', '\t\t\t"d": 1', "\t\t},", '\t\t"e": {}', "\t}", "}"),
		],
		[
			"when arrays are added: scalars on one line, others on their own lines",
			lines("{", '  "a": 1', "}"),
			set(["b"], { c: [1, 2], d: [1, { e: 1 }] }),
			lines(
				...["{", '  "a": 1,', '  "b": {', '    "c": [1, 2],', '    "d": [', "      1,", "      {"],
				...['        "e": 1', "      }", "    ]", "  }", "}"],
			),
		],
		[
			"when an item is added after the last one",
			lines("{", '  "a": [', '    { "x": 1 }', "  ]", "}"),
			append(["a"], { y: 2 }),
			lines("{", '  "a": [', '    { "x": 1 },', "    {", '      "y": 2', "    }", "  ]", "}"),
		],
		[
			"when an object on one line is extended",
			lines("{", '  "a": { "x": 1 }', "}"),
			set(["a", "b"], { c: 1 }),
			lines("{", '  "a": { "x": 1, "b": { "c": 1 } }', "}"),
		],
		[
			"when an empty object is filled, with the indentation of the file",
			lines("{", '    "a": {}', "}"),
			set(["a", "b"], { c: 1 }),
			lines("{", '    "a": {', '        "b": {', '            "c": 1', "        }", "    }", "}"),
		],
		[
			"when an empty object on two lines is filled",
			lines("{", '  "a": {', "  }", "}"),
			set(["a", "b"]),
			lines("{", '  "a": {', '    "b": true', "  }", "}"),
		],
		["when the file has no indentation", "{\n}\n", set(["b"], { c: 1 }), '{\n  "b": {\n    "c": 1\n  }\n}\n'],
		[
			"when null is replaced",
			lines("{", '  "a": null,', '  "z": 1', "}"),
			set(["a", "b"]),
			lines("{", '  "a": {', '    "b": true', "  },", '  "z": 1', "}"),
		],
		[
			"when an object has a different indentation than the file",
			lines("{", ' "a": {', '    "x": 1', " }", "}"),
			set(["a", "y"], { z: 1 }),
			lines("{", ' "a": {', '    "x": 1,', '    "y": {', '       "z": 1', "    }", " }", "}"),
		],
		[
			"when keys are indented differently: as the last key",
			lines("{", ' "a": 1,', '   "b": 2', "}"),
			set(["c"], { d: 1 }),
			lines("{", ' "a": 1,', '   "b": 2,', '   "c": {', '      "d": 1', "   }", "}"),
		],
		[
			"when the indentation of an object is ambiguous: as the file",
			lines("{", '\t"a": {', '  \t"x": 1', "\t}", "}"),
			set(["a", "y"], { z: 1 }),
			lines("{", '\t"a": {', '  \t"x": 1,', '  \t"y": {', '  \t\t"z": 1', "  \t}", "\t}", "}"),
		],
		[
			"when keys are not indented: as the file",
			lines("{", '"a": {', '"x": 1', "},", '"b": [', "  1", "]", "}"),
			set(["a", "y"], { z: 1 }),
			lines("{", '"a": {', '"x": 1,', '"y": {', '  "z": 1', "}", "},", '"b": [', "  1", "]", "}"),
		],
		[
			"when nothing is indented: on one line",
			lines("{", '"a": 1', "}"),
			set(["b"], { c: 1 }),
			lines("{", '"a": 1, "b": { "c": 1 }', "}"),
		],
		["when lines end as on Windows", '{\r\n  "a": 1\r\n}', set(["b"]), '{\r\n  "a": 1,\r\n  "b": true\r\n}'],
		[
			"when an empty object is filled and lines end as on Windows",
			'{\r\n  "a": {}\r\n}',
			set(["a", "b"]),
			'{\r\n  "a": {\r\n    "b": true\r\n  }\r\n}',
		],
	])("%s", (_, before, edit, after) => {
		expect(editJson(before, [edit])).toBe(after);
		expect(JSON.parse(after)).toBeTruthy();
	});
});

describe("an edit that cannot be made", () => {
	test.each<[string, Edit, string]>([
		["", set(["a"]), "the file is not valid JSON"],
		['{"a": "x"}', append(["a"], 1), "an array is required there; write it in brackets"],
		['{"a": {}}', append(["a"], 1), "an array is required there; write it in brackets"],
		['{"a": [1]}', set(["a", "b"]), "an object is required there; write one with its keys"],
		['{"a": [1]}', set(["a", 1]), "an object is required there; write one with its keys"],
		['{"a": {}}', set(["a", 0, "b", 2]), "the list has no item 2"],
	])("throws its reason: %s %j: %s", (text, edit, reason) => {
		expect(() => editJson(text, [edit])).toThrow(new NotEditableError(reason));
	});
});
