import { describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { readYaml } from "../../demo/account-yaml.ts";

const failureOf = (text: string): unknown => {
	try {
		return readYaml(text, "a.yaml");
	} catch (error) {
		return error;
	}
};

const bomb = ["a0: &a0 [1, 2]"];
for (let level = 1; level < 20; level++) {
	bomb.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`);
}

describe("a text that is no description", () => {
	test.each([
		["a: 1\nb: 'open\nc: 2\n", "a.yaml:2:4: this quote is not closed; close it"],
		['a: "open\n', "a.yaml:1:4: this quote is not closed; close it"],
		["a: 1\na: 2\n", "a.yaml:2:1: this key is there twice; write it once"],
		["a: { b: 1, b: 2 }\n", "a.yaml:1:12: this key is there twice; write it once"],
		["a: 1\n---\na: 2\n", "a.yaml:2:1: a second document begins; write one only"],
		["a:\n\tb: 1\n", "a.yaml:2:1: a tab indents this line; indent with spaces"],
		["a: @b\n", "a.yaml:1:4: a value cannot begin with this character; put it into quotes"],
		['a: "\\q"\n', "a.yaml:1:5: this backslash means nothing in double quotes; write \\\\, or single quotes"],
		["a: b: c\n", "a.yaml:1:4: a second key on one line; put the value into quotes, or the key on a line of its own"],
		["a: [1, 2\n", "a.yaml:2:1: a bracket or brace is not closed; close it, further in than its key"],
		["a: { b: 1\n", "a.yaml:2:1: a bracket or brace is not closed; close it, further in than its key"],
		["a: 1\nb\n", "a.yaml:2:1: something is missing before this; look for a colon, a comma, a space or a quote"],
		["a:\n  - 1\n - 2\n", "a.yaml:3:1: the indentation fits nothing above; indent it like its neighbours"],
		["a: *lost\n", "a.yaml:1:4: *lost stands for nothing above; write &lost before it"],
		["a: *late\nb: &late 1\n", "a.yaml:1:4: *late stands for nothing above; write &late before it"],
		["a: &own [1, *own]\n", "a.yaml:1:13: *own stands for what it is in; write the value out"],
		[`${bomb.join("\n")}\n`, /^a\.yaml:20:\d+: aliases of aliases stand for too much; write the values out$/],
		["[".repeat(100_000), "nested too deeply; write fewer levels"],
	])("%j is told in our own words", (text, message) => {
		const error = failureOf(text);
		expect(error).toBeInstanceOf(BadInputError);
		expect(error).toHaveProperty(
			"message",
			typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message),
		);
		expect(error).toHaveProperty("message", expect.not.stringContaining("\n"));
	});
});

test("an alias is what it stands for, and a later anchor of the same name another", () => {
	const { value } = readYaml("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "a.yaml");
	expect(value).toEqual({ a: 1, b: 1, c: 2, d: 2 });
});

test.each([
	[["a", 1, "b"], "a.yaml:3:5"],
	[["a", 7], "a.yaml:2:3"],
	[[], "a.yaml:1:1"],
])("the place of %j is %s", (path, place) => {
	expect(readYaml("a:\n  - 1\n  - b: 2\n", "a.yaml").placeOf(path)).toBe(place);
});
