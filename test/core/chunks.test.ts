import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { splitIntoChunks } from "../../core/chunks.ts";

test("only the last chunk may be shorter than the size", () => {
	expect(splitIntoChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
	expect(splitIntoChunks([1, 2], 2)).toEqual([[1, 2]]);
	expect(splitIntoChunks([], 2)).toEqual([]);
});

test("the chunks of any list are not empty, not longer than the size, and together the list", () => {
	fc.assert(
		fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (list, size) => {
			const chunks = splitIntoChunks(list, size);
			expect(chunks.flat()).toEqual(list);
			for (const { length } of chunks) expect(length).toBeGreaterThan(0);
			for (const { length } of chunks.slice(0, -1)) expect(length).toBe(size);
			expect(chunks.at(-1)?.length ?? 0).toBeLessThanOrEqual(size);
		}),
	);
});
