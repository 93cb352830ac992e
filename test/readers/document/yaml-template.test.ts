import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { readDocument } from "../../../readers/document/document.ts";
import type { DocumentPath } from "../../../readers/document/source-document.ts";
import { anyCodePoint } from "../../support/any-text.ts";
import { refusalOf } from "../../support/refused.ts";

const read = (text: string) => readDocument(text, "a.yaml").value;
const refused = (text: string) => refusalOf(() => read(text)).replace("a.yaml:", "");

describe("a tag", () => {
	test.each([
		["!Ref X", { Ref: "X" }],
		["!Ref 12", { Ref: "12" }],
		["!Condition Prod", { Condition: "Prod" }],
		["!GetAtt Key.Arn", { "Fn::GetAtt": ["Key", "Arn"] }],
		["!GetAtt Nested.Outputs.Url", { "Fn::GetAtt": ["Nested", "Outputs.Url"] }],
		["!GetAtt Key", { "Fn::GetAtt": "Key" }],
		["!GetAtt [Key, Arn]", { "Fn::GetAtt": ["Key", "Arn"] }],
		["!Sub '${X}:1'", { "Fn::Sub": "${X}:1" }],
		["!Sub\n    - '${x}'\n    - x: !Ref X", { "Fn::Sub": ["${x}", { x: { Ref: "X" } }] }],
		["!If [Prod, !Ref A, Fn::Sub: !Ref B]", { "Fn::If": ["Prod", { Ref: "A" }, { "Fn::Sub": { Ref: "B" } }] }],
		["!Transform {Name: AWS::Include}", { "Fn::Transform": { Name: "AWS::Include" } }],
		["!GetAZs ''", { "Fn::GetAZs": "" }],
		["!Sub", { "Fn::Sub": "" }],
		["!Base64\n    Fn::Sub: x", { "Fn::Base64": { "Fn::Sub": "x" } }],
		["!Select [0, !Split [',', 'a,b']]", { "Fn::Select": [0, { "Fn::Split": [",", "a,b"] }] }],
	])("of CloudFormation becomes its long form: %j", (text, value) => {
		expect(read(`a: ${text}`)).toEqual({ a: value });
	});

	test("of Compose becomes a key", () => {
		expect(read("a: !reset null\nb: !reset []\nc: !override [x]\nd: !override 5\ne: !override '5'")).toEqual({
			a: { "!reset": null },
			b: { "!reset": [] },
			c: { "!override": ["x"] },
			d: { "!override": 5 },
			e: { "!override": "5" },
		});
	});

	test.each([
		[
			"a: !!js/function 'x'",
			"1:18: the tag tag:yaml.org,2002:js/function is not a tag of CloudFormation or Compose; write the value without it",
		],
		["a: !!python/object/apply:os.system ['x']", /^1:36: the tag tag:yaml.org,2002:python/],
		["a: !!binary aGk=", /^1:13: the tag tag:yaml.org,2002:binary is not/],
		["a: !vault x", "1:11: the tag !vault is not a tag of CloudFormation or Compose; write the value without it"],
		["a: !vault {b: 1}", /^1:11: the tag !vault is not/],
		["a: !Base64 !Sub x", /^1:12: not YAML: /],
	])("is refused: %j", (text, reason) => {
		expect(refused(text)).toMatch(reason);
	});
});

describe("a YAML 1.2 text", () => {
	test.each([
		["yes", "yes"],
		["on", "on"],
		["true", true],
		["~", null],
		["", null],
		["2010-09-09", "2010-09-09"],
		["22:22", "22:22"],
		["0o17", 15],
		["0x1F", 31],
		["017", "017"],
		["1.10", "1.10"],
		["1.5", 1.5],
		["1e3", 1000],
		["012345678901", "012345678901"],
		["99999999999999999999", "99999999999999999999"],
		[".inf", ".inf"],
		["!!str 5", "5"],
		["!!int '5'", 5],
	])("gives its value: %s is %j", (text, value) => {
		expect(read(`a: ${text}`)).toEqual({ a: value });
	});

	test.each([
		["012345678901: x", { "012345678901": "x" }],
		["1.10: x", { "1.10": "x" }],
		["true: x", { true: "x" }],
		["'<<': {a: 1}", { "<<": { a: 1 } }],
		["", null],
		["# nothing", null],
		["- 1\n- a: 2", [1, { a: 2 }]],
		["docker run nginx", "docker run nginx"],
		["{Resources: {A: !Ref B}}", { Resources: { A: { Ref: "B" } } }],
		["---\na: 1\n...\n", { a: 1 }],
	])("is read as a document: %j", (text, value) => {
		expect(read(text)).toEqual(value);
	});

	test.each([
		["a: 1\nb: 1\na: 2", '3:1: the key "a" appears twice; write it once'],
		["a: [{b: 1, 'b': 2}]", '1:12: the key "b" appears twice; write it once'],
		["a: 1\n---\nb: 2", "2:1: a second document begins; write only one"],
		["%YAML 1.1\n---\na: yes", "1:1: not YAML 1.2; remove the %YAML line"],
		["? {x: 1}\n: 2", "1:3: a key is not a string; write a string"],
		["? [x]\n: 2", "1:3: a key is not a string; write a string"],
		["a: &a x\n*a : 1", "2:1: a key is not a string; write a string"],
		["a: b: c", /^1:4: not YAML: .*; quote the value$/],
		[`a: ${"[".repeat(300)}`, /nested too deeply|not YAML/],
		[`a: ${"[".repeat(250)}${"]".repeat(250)}`, "1:204: nested too deeply; write fewer levels"],
		["- ".repeat(90_000), /nested too deeply; write fewer levels$/],
	])("is refused: case %#", (text, reason) => {
		expect(refused(text)).toMatch(reason);
	});

	test.each([
		[`a: ${"x".repeat(2 ** 20)}`, "a.yaml: longer than 1 MiB; write a shorter file"],
		[`- ${"{},".repeat(100_000)}`, "a.yaml: more than 100000 keys, items and lines; write fewer"],
		["- ".repeat(100_001), "a.yaml: more than 100000 keys, items and lines; write fewer"],
		["\n".repeat(100_001), "a.yaml: more than 100000 keys, items and lines; write fewer"],
	])("is refused when it has too many: case %#", (text, reason) => {
		expect(refusalOf(() => read(text))).toBe(reason);
	});
});

describe("an anchor, alias or merge key", () => {
	test.each([
		["a: &x [1]\nb: *x", { a: [1], b: [1] }],
		["a: &x 1\nb: *x\nc: &x 2\nd: *x", { a: 1, b: 1, c: 2, d: 2 }],
		["a: &x !Ref R\nb: *x", { a: { Ref: "R" }, b: { Ref: "R" } }],
		["a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}", { a: { k: 1, l: 2 }, b: { k: 1, l: 3 } }],
		["b: {l: 3, <<: [{l: 1, m: 1}, {m: 2, n: 2}]}", { b: { l: 3, m: 1, n: 2 } }],
	])("is resolved: %j", (text, value) => {
		expect(read(text)).toEqual(value);
	});

	const bomb = ["a0: &a0 [x]"];
	for (let n = 1; n < 12; n++)
		bomb.push(
			`a${n}: &a${n} [${Array(9)
				.fill(`*a${n - 1}`)
				.join(", ")}]`,
		);
	const wide = `a: &a {${Array.from({ length: 1_000 }, (_, n) => `k${n}: 1`).join(", ")}}\nb:\n`;
	test.each([
		[bomb.join("\n"), "7:9: the aliases expand to too many values; write the values out"],
		[`${wide}${"- {<<: *a}\n".repeat(2_000)}`, /^\d+:3: the aliases expand to too many values/],
		["a: *x", "1:4: *x has no &x before it; write the value out"],
		["a: *x\nb: &x 1", "1:4: *x has no &x before it; write the value out"],
		["a: &x [*x]", "1:8: *x is inside the value that it refers to; write the value out"],
		["<<: 3", "1:1: << takes a mapping or a list of mappings; write an alias of one"],
		["<<: [[a]]", "1:1: << takes a mapping or a list of mappings; write an alias of one"],
		["<<:", "1:1: << takes a mapping or a list of mappings; write an alias of one"],
	])("is refused: case %#", (text, reason) => {
		expect(refused(text)).toMatch(reason);
	});
});

describe("the position of a value in a YAML text", () => {
	const text = [
		"a: &x",
		"  k: !Sub v",
		"  l: !GetAtt b.c",
		"b:",
		"  <<: *x",
		"  m: !If [c, 1, !Ref q]",
		"c: *x",
		"d:",
	].join("\n");
	const { at } = readDocument(text, "a.yaml");
	test.each<[DocumentPath, "key" | "value", number, number]>([
		[[], "value", 1, 1],
		[["a"], "key", 1, 1],
		[["a", "k"], "key", 2, 3],
		[["a", "k"], "value", 2, 11],
		[["a", "k", "Fn::Sub"], "value", 2, 11],
		[["a", "k", "Ref"], "value", 2, 3],
		[["a", "l", "Fn::GetAtt", 1], "value", 3, 3],
		[["b", "k"], "key", 2, 3],
		[["b", "m", "Fn::If", 1], "value", 6, 14],
		[["b", "m", "Fn::If", 2, "Ref"], "value", 6, 22],
		[["b", "m", 1], "value", 6, 3],
		[["b", "z"], "value", 4, 1],
		[["c", "l"], "key", 3, 3],
		[["c"], "value", 7, 4],
		[["d"], "value", 8, 3],
		[["z"], "value", 1, 1],
	])("at the path %j (%s) is %i:%i", (path, part, line, column) => {
		expect(at(path, part)).toEqual({ line, column });
	});

	test("in an empty text is its start", () => {
		expect(readDocument("", "a.yaml").at(["a"], "key")).toEqual({ line: 1, column: 1 });
	});
});

test("any text is read, or refused in one printable line", () => {
	const part = fc.constantFrom(
		"a",
		": ",
		"- ",
		"\n",
		" ",
		"&a ",
		"*a",
		"!Ref ",
		"!!x ",
		"[",
		"]",
		"{",
		"}",
		", ",
		"<<",
		"? ",
		"|",
		"'",
		'"',
		"#",
		"---\n",
	);
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.array(part, { maxLength: 20 }).map((parts) => parts.join("")),
			),
			(text) => {
				// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
				expect(refusalOf(() => readDocument(text, "f"))).toMatch(/^(?:accepted|f:\d+:\d+: [^\u0000-\u001f]+)$/);
			},
		),
		{ numRuns: 2_000 },
	);
});

test("a value that was written as YAML is read unchanged", () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3, stringUnit: anyCodePoint })), (value) => {
			const plain: unknown = JSON.parse(JSON.stringify(value));
			expect(read(stringify(plain, { aliasDuplicateObjects: false, defaultStringType: "QUOTE_DOUBLE" }))).toEqual(
				plain,
			);
		}),
	);
});
