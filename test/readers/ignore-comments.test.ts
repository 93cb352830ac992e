import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { yamlComments } from "../../readers/document/yaml-comments.ts";
import { hclComments } from "../../readers/hcl/body.ts";
import { ignoresAmong, isNearMiss, mayIgnore, parseIgnore } from "../../readers/ignore-comments.ts";
import { shellComments } from "../../readers/shell/words.ts";

describe("the text of a comment", () => {
	test.each([
		["# shipshape:ignore a/b because of c", { control: "a/b", reason: "because of c" }],
		["#shipshape:ignore  a/b\tbecause ", { control: "a/b", reason: "because" }],
		["// shipshape:ignore a/b: because", { control: "a/b", reason: "because" }],
		["## shipshape:ignore a/b", { control: "a/b", reason: "" }],
		["/* shipshape:ignore a/b because */", { control: "a/b", reason: "because" }],
		["/** shipshape:ignore a/b because\n of c **/", { control: "a/b", reason: "because\n of c *" }],
		["/* shipshape:ignore a/b", { control: "a/b", reason: "" }],
		["# shipshape:ignore", { control: "", reason: "" }],
		["# shipshape:ignore: a/b because", { control: "a/b", reason: "because" }],
		["# shipshape:ignored a/b because", null],
		["# not shipshape:ignore a/b because", null],
		["shipshape:ignore a/b because", null],
	])("%j", (comment, expected) => {
		expect(parseIgnore(comment)).toEqual(expected);
	});
});

describe("a comment that was probably meant to be an ignore", () => {
	test.each([
		"# shipshape-ignore a/b reason",
		"# shipshape: ignore a/b reason",
		"# shipshape : ignore a/b",
		"# shipshape:ignores a/b reason",
		"# shipshape:ignored a/b",
		"// Shipshape:Ignore a/b reason",
		"#shipshape_ignore",
		"# shipshape:ignore-next-line a/b",
		"# shipshape:skip=a/b:reason",
		"# shipshape:disable",
		"/* shipshape-ignore a/b */",
		"# shipshape ignore a/b reason",
	])("%j", (comment) => {
		expect([parseIgnore(comment), isNearMiss(comment), mayIgnore(comment)]).toEqual([null, true, true]);
	});

	test.each([
		"# shipshape:ignore a/b reason",
		"# shipshape ignores this folder",
		"# shipshape: see its page on ignoring",
		"# what shipshape: ignores",
		"shipshape-ignore a/b",
		"# shipshape",
		`# shipshape${" ".repeat(100_000)}ignore`,
	])("is not %.40j", (comment) => {
		expect(isNearMiss(comment)).toBe(false);
	});
});

test("an ignore is about its own line, or about the next one that is more than a comment", () => {
	const text = "# shipshape:ignore a 1\n# more\n\n\tb: 1 # shipshape:ignore a 2\n# shipshape:ignore a 3\n";
	const found = ignoresAmong(text, yamlComments(text)).map(({ reason, at, line }) => [reason, at.line, line]);
	expect(found).toEqual([
		["1", 1, 4],
		["2", 4, 4],
		["3", 5, 5],
	]);
});

test("a comment over several lines of HCL is about the next line, or about its own if there is more on it", () => {
	const text =
		"/* shipshape:ignore a 1\n more\n*/\n\nb = 1\n/* x */ /* shipshape:ignore a 2 */ c = [\n/* shipshape:ignore a 3 */\n1]\n";
	const found = ignoresAmong(text, hclComments(text)).map(({ reason, at, line }) => [reason, at.line, line]);
	expect(found).toEqual([
		["1\n more", 1, 5],
		["2", 6, 6],
		["3", 7, 8],
	]);
});

const texts = fc.array(
	fc.constantFrom(
		"/*",
		"*/",
		"# c",
		"a: ",
		"'",
		'"',
		"|\n",
		"\n",
		"  ",
		"- ",
		"#",
		"x",
		"\\",
		"$(",
		")",
		"\u001f",
		"{",
		":",
	),
);

test.each([
	["YAML", yamlComments],
	["a script", shellComments],
	["HCL", hclComments],
])("every comment of %s is at its place in the text, whatever the text is", (_, find) => {
	fc.assert(
		fc.property(texts, (parts) => {
			const text = parts.join("");
			for (const one of find(text)) {
				expect(one.text).toMatch(/^(?:#|\/\/|\/\*)/);
				expect(text.slice(one.offset, one.offset + one.text.length)).toBe(one.text);
			}
		}),
	);
});
