import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { section, slackLimits } from "../../../adapters/slack/blocks.ts";
import { type Frame, fitMessage, type Part, sizeOf, wholePart } from "../../../adapters/slack/fit-message.ts";

/** A section of up to so many characters, at least `min`. */
const aPart = (letter: string, max: number, { min = 10, weight = 1 } = {}): Part => ({
	weight,
	min,
	max,
	toBlocks: (room) => [section(letter.repeat(Math.min(room, max)))],
});
const more = (leftOut: number) => section(`and ${leftOut} more`);
const fitted = (items: Frame["items"], frame: Partial<Frame> = {}) =>
	fitMessage({ first: [], last: [], more, items, ...frame });
/** The first letter and the length of each section. */
const lengthsOf = (blocks: ReturnType<typeof fitMessage>) =>
	blocks.map((block) => (block.type === "section" ? `${block.text?.text[0]}${block.text?.text.length}` : block.type));

describe("a message is fitted", () => {
	test("and is complete if it fits", () => {
		expect(lengthsOf(fitted([[aPart("a", 100), aPart("b", 200)], [aPart("c", 300)]]))).toEqual([
			"a100",
			"b200",
			"c300",
		]);
	});

	test("with the heaviest part longest", () => {
		const [a, b, c] = [
			aPart("a", 2_900, { weight: 1 }),
			aPart("b", 2_900, { weight: 3 }),
			aPart("c", 2_900, { weight: 2 }),
		];
		const lengths = lengthsOf(fitted([[a], [b], [c, aPart("d", 2_900, { weight: 0 })]]));
		expect(lengths.slice(1, 3)).toEqual(["b2900", "c2900"]);
		expect(lengths[0]).toBe("a2900");
		expect(lengths[3]).toBe("d300");
	});

	test("with the first items, and the number of those that do not fit", () => {
		const items = Array.from({ length: 60 }, () => [wholePart(section("x".repeat(1_000)))]);
		expect(lengthsOf(fitted(items, { last: [section("last")] })).slice(-3)).toEqual(["x1000", "a11", "l4"]);
		expect(fitted(items)).toContainEqual(section("and 52 more"));
	});

	test("within 50 blocks", () => {
		const items = Array.from({ length: 60 }, () => [wholePart(section("x"), section("y"))]);
		const blocks = fitted(items, { first: [section("first")] });
		expect(blocks).toHaveLength(50);
		expect(blocks.at(-1)).toEqual(section("and 36 more"));
	});

	test("and shows an item whole or not at all", () => {
		const items = [[aPart("a", 100)], [aPart("b", 100), wholePart(section("x".repeat(9_000)))]];
		expect(lengthsOf(fitted(items))).toEqual(["a100", "a10"]);
	});

	test("and leaves a part out that has only one length and does not fit", () => {
		const command: Part = {
			weight: 5,
			min: 0,
			max: 100,
			toBlocks: (room) => (room < 100 ? [] : [section("c".repeat(100))]),
		};
		const filled = Array.from({ length: 3 }, () => wholePart(section("x".repeat(2_980))));
		expect(lengthsOf(fitted([[...filled, command]]))).toEqual(["x2980", "x2980", "x2980"]);
		expect(lengthsOf(fitted([[command]]))).toEqual(["c100"]);
	});

	test("within every limit, whatever the parts", () => {
		const part = fc.record({
			letter: fc.constantFrom("a", "é", '"', "😀"),
			max: fc.integer({ min: 1, max: 1_500 }),
			min: fc.integer({ min: 0, max: 300 }),
			weight: fc.double({ noNaN: true }),
		});
		fc.assert(
			fc.property(fc.array(fc.array(part, { maxLength: 4 }), { maxLength: 60 }), (items) => {
				const parts = items.map((item) =>
					item.map(({ letter, max, ...rest }) => aPart(letter, max, { ...rest, min: Math.min(max, rest.min) })),
				);
				const blocks = fitted(parts, { first: [section("first")], last: [section("last")] });
				const { text, json } = sizeOf(blocks);
				expect(blocks.length).toBeLessThanOrEqual(slackLimits.blocks);
				expect(text).toBeLessThanOrEqual(slackLimits.textOfBlocks);
				expect(json).toBeLessThanOrEqual(slackLimits.jsonOfBlocks);
				expect([blocks[0], blocks.at(-1)]).toEqual([section("first"), section("last")]);
			}),
		);
	});
});
