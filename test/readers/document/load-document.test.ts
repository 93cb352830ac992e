import { describe, expect, test } from "@jest/globals";
import { loadDocument } from "../../../readers/document/load-document.ts";

describe("a text is loaded as JSON or YAML by how it starts", () => {
	test.each([
		["JSON", '{"a": [1, true]}', { a: [1, true] }],
		["JSON behind spaces", ' \n\t[{"a": null}]', [{ a: null }]],
		["YAML", "a:\n  - 1\n  - !Ref X\n", { a: [1, { Ref: "X" }] }],
		["YAML in braces", "{Resources: {A: !Ref B}}", { Resources: { A: { Ref: "B" } } }],
		["a single text", "docker run nginx", "docker run nginx"],
	])("and parsed: %s", async (_, text, value) => {
		expect((await loadDocument(text, "a.txt")).value).toEqual(value);
	});

	test.each([
		["JSON", '{"a": 1,}', "a.txt:1:9: a key in double quotes is missing here"],
		["YAML", "a: 1\na: 2", 'a.txt:2:1: the key "a" appears twice; write it once'],
		["JSON, whatever YAML would say", "[1, # one\n2]", "a.txt:1:5: not JSON; write a string in double quotes"],
	])("and refused: %s", async (_, text, reason) => {
		await expect(loadDocument(text, "a.txt")).rejects.toThrow(reason);
	});

	test("with the positions of the text", async () => {
		expect((await loadDocument('{\n "a": 1}', "a")).at(["a"], "value")).toEqual({ line: 2, column: 7 });
		expect((await loadDocument("b: 1\na: 1", "a")).at(["a"], "value")).toEqual({ line: 2, column: 4 });
	});
});
