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

describe("invalid YAML", () => {
	test.each([
		["a: 1\nb: 'open\nc: 2\n", "a.yaml:2:4: this quote is not closed; close it"],
		['a: "open\n', "a.yaml:1:4: this quote is not closed; close it"],
		["a: 1\na: 2\n", "a.yaml:2:1: duplicate key; write it once"],
		["a: { b: 1, b: 2 }\n", "a.yaml:1:12: duplicate key; write it once"],
		["a: 1\n---\na: 2\n", "a.yaml:2:1: a second document starts here; write only one"],
		["a:\n\tb: 1\n", "a.yaml:2:1: this line is indented with a tab; indent with spaces"],
		["a: @b\n", "a.yaml:1:4: a value cannot start with this character; put it in quotes"],
		['a: "\\q"\n', "a.yaml:1:5: invalid escape sequence in double quotes; write \\\\ or use single quotes"],
		["a: b: c\n", "a.yaml:1:4: a second key on one line; put the value in quotes, or the key on its own line"],
		["a: [1, 2\n", "a.yaml:2:1: a bracket or brace is not closed; close it, indented further than its key"],
		["a: { b: 1\n", "a.yaml:2:1: a bracket or brace is not closed; close it, indented further than its key"],
		["a: 1\nb\n", "a.yaml:2:1: a character is missing before this; check for a missing colon, comma, space or quote"],
		["a:\n  - 1\n - 2\n", "a.yaml:3:1: the indentation matches no line above; indent it like its neighbors"],
		["a: *lost\n", "a.yaml:1:4: *lost has no anchor; write &lost before it"],
		["a: *late\nb: &late 1\n", "a.yaml:1:4: *late has no anchor; write &late before it"],
		["a: &own [1, *own]\n", "a.yaml:1:13: *own refers to a value that contains it; write out the value"],
		[`${bomb.join("\n")}\n`, /^a\.yaml:20:\d+: nested aliases expand to too much data; write out the values$/],
		["[".repeat(100_000), "nested too deeply; use fewer levels"],
	])("%j is rejected in one line with a remedy", (text, message) => {
		const error = failureOf(text);
		expect(error).toBeInstanceOf(BadInputError);
		expect(error).toHaveProperty(
			"message",
			typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message),
		);
		expect(error).toHaveProperty("message", expect.not.stringContaining("\n"));
	});
});

test("an alias has the value of the nearest anchor before it", () => {
	const { value } = readYaml("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "a.yaml");
	expect(value).toEqual({ a: 1, b: 1, c: 2, d: 2 });
});

test.each([
	[["a", 1, "b"], "a.yaml:3:5"],
	[["a", 7], "a.yaml:2:3"],
	[[], "a.yaml:1:1"],
])("the location of %j is %s", (path, place) => {
	expect(readYaml("a:\n  - 1\n  - b: 2\n", "a.yaml").locationOf(path)).toBe(place);
});
