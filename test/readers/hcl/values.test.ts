import { describe, expect, test } from "@jest/globals";
import { isUnresolved } from "../../../core/reading.ts";
import { readHcl } from "../../../readers/hcl/body.ts";
import { referencesIn } from "../../../readers/hcl/syntax.ts";
import { literalValue } from "../../../readers/hcl/values.ts";

const expressionOf = (text: string) => {
	const [attribute] = readHcl(`a = ${text}`, "a.tf").body.attributes;
	if (attribute === undefined) throw new Error("no attribute");
	return attribute.expression;
};
const valueIn = (text: string): unknown => literalValue(expressionOf(text));

describe("what is written literally is its value", () => {
	test.each<[string, unknown]>([
		["true", true],
		["null", null],
		["-1.5e1", -15],
		["(12)", 12],
		['"a\\tb\\u00e9\\U0001f600\\"\\\\"', 'a\tbé😀"\\'],
		['"$${x} %%{y} $5 %"', "${x} %{y} $5 %"],
		['"${"in"}side ${1}"', "inside 1"],
		['"${true}"', true],
		["[1, # one\n 2, // two\n /* three */ 3,\n]", [1, 2, 3]],
		['{ a = 1, "b" : 2\n c = { d = [] } }', { a: 1, b: 2, c: { d: [] } }],
		['{ true = 1, 5 = "x" }', { true: 1, 5: "x" }],
		["<<EOT\na\n  b $${c}\nEOT\n", "a\n  b ${c}\n"],
		["<<-EOT\n    a\n\n      b\n    EOT\n", "a\n\n  b\n"],
		['jsonencode({ a = [true, "x"] })', '{"a":[true,"x"]}'],
	])("%s", (text, expected) => {
		expect(valueIn(text)).toEqual(expected);
	});
});

describe("what Terraform evaluates is unresolved, with its name", () => {
	test.each([
		["var.image", "var.image is only known in a plan"],
		["local.a.b[0].c", "local.a.b.c is only known in a plan"],
		["aws_ecr_repository.web[*].name", "aws_ecr_repository.web.name is only known in a plan"],
		["each.value", "each.value is only known in a plan"],
		['lookup(var.x, "key")', "the result of lookup() is only known in a plan"],
		["provider::aws::arn_parse(var.x)", "the result of provider::aws::arn_parse() is only known in a plan"],
		["var.a ? 1 : 2", "the result of an expression is only known in a plan"],
		["1 + 1", "the result of an expression is only known in a plan"],
		["!true", "the result of an expression is only known in a plan"],
		["[for x in var.y : x if x != null]", "the result of an expression is only known in a plan"],
		["{ for k, v in var.y : k => v... }", "the result of an expression is only known in a plan"],
		['"%{ if var.a }x%{ else }y%{ endif }"', "the result of an expression is only known in a plan"],
		['"${~ "a" ~}"', "the result of an expression is only known in a plan"],
		["{ (var.key) = 1 }", "var.key is only known in a plan"],
		["jsonencode([var.x])", "the result of jsonencode() is only known in a plan"],
	])("%s", (text, why) => {
		expect(valueIn(text)).toMatchObject({ unresolved: why });
	});

	test("keeps the text around it, and of other expressions shows nothing, because that may be a secret", () => {
		const value = valueIn('"${var.registry}/web:${join("-", ["hunter2", var.tag])}"');
		expect(isUnresolved(value) && String(value.text)).toBe("${var.registry}/web:${…}");
	});

	test("only where it stands", () => {
		expect(valueIn("{ a = 1, b = [var.x, 2], unresolved = 3 }")).toEqual({
			a: 1,
			b: [{ unresolved: "var.x is only known in a plan" }, 2],
		});
	});
});

test("finds every reference in an expression", () => {
	const found = referencesIn(expressionOf('{ (var.a) = [b.c, "${f(d.e[g.h])}"], i = j ? k : !l }'));
	expect(found.map(({ steps }) => steps.join("."))).toEqual(["var.a", "b.c", "d.e", "g.h", "j", "k", "l"]);
});

describe("what HCL does not allow is refused where it is, with what to write", () => {
	test.each([
		['a = "x', 'a.tf:1:5: this string is not closed; write the closing "'],
		["a = [1 2]", "a.tf:1:8: a comma or the closing ] is missing here; write it"],
		["a = { b 1 }", "a.tf:1:9: = is missing here; write KEY = VALUE"],
		["a = { b = 1 c = 2 }", "a.tf:1:13: a line break, a comma or the closing } is missing here; write it"],
		["a = f(1", "a.tf:1:8: a comma or the closing ) is missing here; write it"],
		[
			"a = ",
			"a.tf:1:5: a value is missing here; write a string in double quotes, a number, true, false, null, a list or an object",
		],
		["a = 1 b = 2", "a.tf:1:7: text after the end of a value; write each argument and block on a line of its own"],
		["b {\n  a = 1\n", "a.tf:1:1: this block is not closed; write the closing }"],
		["b x", "a.tf:1:4: a block or an argument is incomplete here; write NAME = VALUE or NAME {"],
		["= 1", "a.tf:1:1: not the start of an argument or a block; write NAME = VALUE or NAME {"],
		["a = <<EOT\nx\n", "a.tf:1:5: this heredoc is not closed; write EOT on a line of its own"],
		["a = << EOT\nx\n", "a.tf:1:5: a heredoc needs a word; write <<EOF alone"],
		['a = "\\q"', "a.tf:1:6: this escape sequence is invalid; write \\\\"],
		['a = "${b"', "a.tf:1:9: this is not closed; write the closing }"],
		['a = "${b c}"', "a.tf:1:10: this is not closed; write the closing }"],
		["a = b ? c", "a.tf:1:10: a colon is missing here; write CONDITION ? VALUE : OTHER VALUE"],
		["a = b.", "a.tf:1:7: a name is missing after the dot; write one"],
		["/* a", "a.tf:1:1: this comment is not closed; write */ at its end"],
	])("%s", (text, message) => {
		expect(() => readHcl(text, "a.tf")).toThrow(message);
	});
});
