import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { BadInputError } from "../../../core/errors.ts";
import { readHcl } from "../../../readers/hcl/body.ts";
import { literalValue } from "../../../readers/hcl/values.ts";

/** Pieces of the language, in any order: most are files that HCL refuses. */
const pieces = fc.array(
	fc.oneof(
		fc.constantFrom(
			...["a", "=", "{", "}", "[", "]", "(", ")", '"', "${", "%{", "~}", "<<EOT\n", "<<-E\n", "\nEOT\n", "\n", ","],
		),
		fc.constantFrom(
			...[
				"for",
				"in",
				"if",
				":",
				"?",
				"=>",
				"...",
				".",
				"*",
				"/*",
				"*/",
				"#",
				"//",
				"-",
				"!",
				"1.5e3",
				"\\",
				"null",
				" ",
			],
		),
		fc.string({ maxLength: 4 }),
	),
	{ maxLength: 40 },
);

const valueText = fc.letrec<{ value: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		fc.constantFrom(
			"true",
			"false",
			"null",
			"12",
			"-1.5",
			"var.x",
			"local.a.b[0]",
			'f("x")',
			"a ? b : c",
			"[for x in y : x]",
		),
		fc.string().map((text) =>
			JSON.stringify(text)
				.replace(/[$%]/g, "$&$&")
				.replace(/[$%]{2}(?!\{)/g, "-"),
		),
		fc.array(tie("value"), { maxLength: 3 }).map((items) => `[\n${items.join(", ")}\n]`),
		fc
			.array(tie("value"), { maxLength: 3 })
			.map((items) => `{\n${items.map((one, at) => `k${at} = ${one}`).join("\n")}\n}`),
		tie("value").map((inner) => `"x-\${ ${inner} }"`),
	),
})).value;

describe("any text", () => {
	test("is read, or refused with its line, column and remedy", () => {
		fc.assert(
			fc.property(pieces, (parts) => {
				const text = parts.join("");
				try {
					for (const { expression } of readHcl(text, "a.tf").body.attributes) literalValue(expression);
				} catch (error) {
					expect(error).toBeInstanceOf(BadInputError);
					const [, line, column] = /^a\.tf:(\d+):(\d+): [^;]+; \S/.exec((error as Error).message) ?? [];
					const written = text.split("\n")[Number(line) - 1];
					expect(written).toBeDefined();
					expect(Number(column)).toBeLessThanOrEqual((written ?? "").length + 1);
				}
			}),
		);
	});

	test.each([
		["brackets", "a = ", "["],
		["blocks", "", "a {\n"],
		["parentheses", "a = ", "("],
		["negations", "a = ", "!"],
		["interpolations", "a = ", '"${'],
		["conditions", "a = ", "b ? "],
		["indexes", "a = b", "[c"],
	])("that is nested without end is refused: %s", (_, start, piece) => {
		expect(() => readHcl(start + piece.repeat(100_000), "a.tf")).toThrow(BadInputError);
	});

	test.each([
		["unclosed comments", "/*"],
		["heredocs without an end", "a = <<X\n"],
		["dollars", `a = "${"$".repeat(50_000)}"`],
		["operators", `a = 1${" + 1".repeat(50_000)}`],
		["steps", `a = b${".c".repeat(50_000)}`],
		["lines of a heredoc", `a = <<-X\n${"  y ${z}\n".repeat(50_000)}X\n`],
	])("of a great length is read or refused: %s", (_, text) => {
		const read = () => readHcl(text, "a.tf");
		try {
			expect(read().body.attributes).toHaveLength(1);
		} catch (error) {
			expect(error).toBeInstanceOf(BadInputError);
		}
	});
});

describe("any value", () => {
	test("has the offset at which it is written, and its name that of the line", () => {
		fc.assert(
			fc.property(fc.array(valueText, { minLength: 1, maxLength: 4 }), (values) => {
				const text = values.map((value, at) => `name_${at} = ${value} # said\n`).join("\n");
				const { body, positionOf } = readHcl(text, "a.tf");
				expect(body.attributes.map(({ name }) => name)).toEqual(values.map((_, at) => `name_${at}`));
				for (const { name, offset, expression } of body.attributes) {
					expect(text.startsWith(`${name} = `, offset)).toBe(true);
					expect(positionOf(offset).column).toBe(1);
					expect(expression.end).toBeGreaterThan(expression.offset);
				}
			}),
		);
	});

	test("that is JSON is that value, in HCL's own notation and in JSON's", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
				const json = JSON.stringify(
					value,
					(_, part) => (typeof part === "number" && !Number.isInteger(part) ? 1 : part),
					1,
				);
				const expected: unknown = JSON.parse(json);
				if (/unresolved|[$%]|__proto__|-0|e[+-]/.test(json)) return;
				const [attribute] = readHcl(`a = ${json}`, "a.tf").body.attributes;
				expect(attribute === undefined ? null : literalValue(attribute.expression)).toEqual(expected);
			}),
		);
	});
});
