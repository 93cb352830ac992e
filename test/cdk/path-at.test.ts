import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { pathAt } from "../../cdk/path-at.ts";
import { readJson } from "../../readers/document/json-document.ts";

type Path = readonly (string | number)[];

/** The paths of all members of a document. */
const pathsIn = (value: unknown, path: Path = []): readonly Path[] => {
	const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
		? value.map((item, index) => [index, item] as const)
		: typeof value === "object" && value !== null
			? Object.entries(value)
			: [];
	return entries.flatMap(([key, part]) => [[...path, key], ...pathsIn(part, [...path, key])]);
};

describe("the path of what begins at a position", () => {
	test("is that of the key or the item, in any document", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), fc.integer({ min: 0, max: 2 }), (value, indent) => {
				const text = JSON.stringify(value, null, indent);
				const { value: document, at } = readJson(text, "a.json");
				for (const path of pathsIn(document)) {
					const { line, column } = at(path, "key");
					expect(pathAt(text, line, column)).toEqual(path.map(String));
				}
			}),
		);
	});

	test.each([
		["{}", 1, 1],
		["", 3, 7],
		["[", 1, 1],
	])("is empty at the start, and in what is no document: %s", (text, line, column) => {
		expect(pathAt(text, line, column)).toEqual([]);
	});
});
