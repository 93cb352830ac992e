import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readDocument } from "../../../readers/document/document.ts";
import type { DocumentPath } from "../../../readers/document/source-document.ts";
import { refusalOf } from "../../support/refused.ts";

const refused = (text: string) => refusalOf(() => readDocument(text, "a.json"));

describe("a JSON text", () => {
	test.each([
		["{}", {}],
		[" \n[1, true, null]", [1, true, null]],
		['\ufeff{"a": "b"}', { a: "b" }],
		['{"a": 1, "b": {"a": 1}, "c": [{"a": "\\"a\\":1"}]}', { a: 1, b: { a: 1 }, c: [{ a: '"a":1' }] }],
		['{"path": "C:\\\\"}', { path: "C:\\" }],
	])("is parsed: %j", (text, value) => {
		expect(readDocument(text, "a.json").value).toEqual(value);
	});

	test("may have a key named __proto__", () => {
		const { value } = readDocument('{"__proto__": {"polluted": true}}', "a.json");
		expect(Object.keys(value as object)).toEqual(["__proto__"]);
		expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
	});

	test.each([
		['{"a": 1, "b": 2, "a": 3}', '1:18: the key "a" appears twice; write it once'],
		['{"x": [{"a": 1}, {"b": {},\n "b": 1}]}', '2:2: the key "b" appears twice; write it once'],
		['{"a": 1, "\\u0061": 3}', '1:10: the key "a" appears twice; write it once'],
		['{"a": 1, // one\n"b": 2}', "1:10: JSON does not allow comments; remove it"],
		['{"a": 1, /* one */ "b": 2}', "1:10: JSON does not allow comments; remove it"],
		['{"a": 1,}', "1:9: a key in double quotes is missing here; write one, or remove the comma before it"],
		["[1,\n]", "2:1: a value is missing here; write one, or remove the comma before it"],
		['{"a" 1}', "1:6: a colon is missing here; write one between the key and its value"],
		['{"a": 1 "b": 2}', "1:9: a comma or a closing bracket is missing here; write a comma between two values"],
		['{"a": [1, 2', "1:12: the JSON ends too early; write the rest of it"],
		['{"a": {\n  "b"\n', "3:1: the JSON ends too early; write the rest of it"],
		['{"a": "b\n"}', '1:7: this string is not closed; write the closing "'],
		['{"a": "\t"}', "1:7: a line break or control character inside a string; write it as an escape, such as \\n"],
		['{"a": "\\q"}', "1:7: this escape sequence is invalid; write \\\\"],
		['{"a": "\\u12"}', "1:7: this Unicode escape is invalid; write \\u and four hexadecimal digits"],
		["{} {}", "1:4: there is text after the end of the JSON; remove it"],
		["{} more", /^1:4: not JSON; write a string in double quotes/],
		["{'a': 1}", /^1:2: not JSON; write a string in double quotes/],
		['{"a": ${A}}', /^1:7: a template \(Terraform or envsubst\), which must be rendered first/],
	])("is refused with a position: %j", (text, reason) => {
		expect(refused(text).replace("a.json:", "")).toMatch(
			typeof reason === "string" ? new RegExp(`^${escaped(reason)}$`) : reason,
		);
	});

	test.each([
		["lists", "[".repeat(300) + "]".repeat(300), "a.json:1:1: nested too deeply; write fewer levels"],
		["objects", `${'{"a":'.repeat(100_000)}`, "a.json:1:1: nested too deeply; write fewer levels"],
		[
			"lists after an unclosed quote",
			`["\n${"[".repeat(100_000)}`,
			'a.json:1:2: this string is not closed; write the closing "',
		],
		["a million values", `[${"{},".repeat(1_000_000)}{}]`, "a.json: more than 1000000 values; write a shorter file"],
		["a long text", `["${"x".repeat(16 * 2 ** 20)}"]`, "a.json: longer than 16 MiB; write a shorter file"],
		["a long text of escapes", `["${"\\n".repeat(8 * 2 ** 20)}"]`, "a.json: longer than 16 MiB; write a shorter file"],
	])("is refused when it has too many: %s", (_, text, reason) => {
		expect(refused(text)).toBe(reason);
	});

	test("may have 200 levels", () => {
		expect(readDocument("[".repeat(200) + "]".repeat(200), "a.json").value).toBeInstanceOf(Array);
	});
});

describe("the position of a value in a JSON text", () => {
	const text = '{\n\t"a": [10, {"b": "x"}],\r\n\t"c": {}, "d": "[{,"\n}';
	const { at } = readDocument(text, "a.json");
	test.each<[DocumentPath, "key" | "value", number, number]>([
		[[], "key", 1, 1],
		[[], "value", 1, 1],
		[["a"], "key", 2, 2],
		[["a"], "value", 2, 7],
		[["a", 0], "key", 2, 8],
		[["a", 1], "value", 2, 12],
		[["a", 1, "b"], "key", 2, 13],
		[["a", 1, "b"], "value", 2, 18],
		[["c"], "key", 3, 2],
		[["d"], "value", 3, 16],
		[["a", 2], "value", 2, 2],
		[["a", 1, "z", 4], "value", 2, 12],
		[["a", "1"], "value", 2, 2],
		[["c", "toString"], "value", 3, 2],
		[["c", 0], "value", 3, 2],
		[["d", 0], "value", 3, 11],
		[["z"], "value", 1, 1],
	])("at the path %j (%s) is %i:%i", (path, part, line, column) => {
		expect(at(path, part)).toEqual({ line, column });
	});

	test("is where the value is written", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), fc.integer({ min: 0, max: 3 }), (json, indent) => {
				const value = { json };
				const written = JSON.stringify(value, null, indent);
				const { at } = readDocument(written, "a.json");
				const lines = written.split("\n");
				for (const { path, part } of partsOf(value, [])) {
					const { line, column } = at(path, "value");
					expect(lines[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^${escaped(firstCharacter(part))}`));
				}
			}),
		);
	});
});

test("any text is read, or refused in one printable line", () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.json(),
				fc.json().map((json) => json.slice(0, -1)),
				fc.string({ unit: "grapheme" }),
			),
			(text) => {
				// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
				expect(refusalOf(() => readDocument(text, "f"))).toMatch(/^(?:accepted|f:\d+:\d+: [^\u0000-\u001f]+)$/);
			},
		),
		{ numRuns: 1_000 },
	);
});

test("JSON is read as JSON.parse reads it", () => {
	fc.assert(
		fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
			expect(readDocument(JSON.stringify(value), "f").value).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const firstCharacter = (value: unknown): string => JSON.stringify(value).charAt(0);

function partsOf(value: unknown, path: DocumentPath): { path: DocumentPath; part: unknown }[] {
	const here = { path, part: value };
	if (Array.isArray(value)) return [here, ...value.flatMap((item, index) => partsOf(item, [...path, index]))];
	if (typeof value !== "object" || value === null) return [here];
	return [here, ...Object.entries(value).flatMap(([key, field]) => partsOf(field, [...path, key]))];
}
