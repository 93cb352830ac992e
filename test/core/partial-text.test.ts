import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { emptyText, type Hole, hasHole, holeMark, isAllHoles, PartialText, reasonOf } from "../../core/partial-text.ts";
import { valueOfText } from "../../core/reading.ts";
import { anyText } from "../support/any-text.ts";

const hole = (name: string): Hole => ({ label: `\${${name}}`, why: `${name} has no value` });
const [a, b] = [hole("A"), hole("B")];

const literal = fc.string({ unit: fc.constantFrom("a", ":", "/", "=", "é"), maxLength: 5 });
const parts = fc.array(fc.oneof(literal, fc.constantFrom(a, b, hole("C"))), { maxLength: 8 });
const texts = parts.map((some) => new PartialText(some));

describe("a partial text", () => {
	test("has the same parts however it is built", () => {
		fc.assert(
			fc.property(parts, parts, (some, others) => {
				const whole = new PartialText([...some, ...others]);
				expect(new PartialText([new PartialText(some), new PartialText(others)])).toEqual(whole);
				expect(whole.parts).not.toContain("");
				const adjoin = whole.parts.some(
					(part, at) => typeof part === "string" && typeof whole.parts[at + 1] === "string",
				);
				expect(adjoin).toBe(false);
			}),
		);
	});

	test("shows the label of every hole, and toMarked one mark for each", () => {
		fc.assert(
			fc.property(texts, (text) => {
				expect(String(text)).toBe(text.parts.map((part) => (typeof part === "string" ? part : part.label)).join(""));
				expect(text.toMarked().split(holeMark)).toHaveLength(text.holes.length + 1);
				expect(hasHole(text.toMarked())).toBe(!text.isKnown);
			}),
		);
	});

	test("is unchanged if it is split and joined again, with any limit", () => {
		fc.assert(
			fc.property(texts, fc.constantFrom(":", "/", "é"), fc.integer({ min: 1, max: 6 }), (text, separator, max) => {
				const pieces = text.splitAt(separator, max);
				expect(pieces.length).toBeLessThanOrEqual(max);
				expect(new PartialText(pieces.flatMap((piece, at) => (at === 0 ? [piece] : [separator, piece])))).toEqual(text);
			}),
		);
	});

	test("contains no separator in its pieces if it is split without a limit", () => {
		fc.assert(
			fc.property(texts, (text) => {
				for (const piece of text.splitAt(":")) expect(piece.toMarked()).not.toContain(":");
			}),
		);
	});

	test("is known if it consists of strings only, and then splits like a string", () => {
		fc.assert(
			fc.property(anyText, (string) => {
				const text = new PartialText([string]);
				expect(text.isKnown).toBe(true);
				expect(String(text)).toBe(string);
				expect(text.literalStart).toBe(string);
				expect(text.splitAt("a").map(String)).toEqual(string.split("a"));
				expect(valueOfText(text)).toBe(string);
			}),
		);
	});

	test.each<[string, PartialText, object]>([
		["nothing", emptyText, { isEmpty: true, isKnown: true, isOnlyHole: false, literalStart: "" }],
		["a string", new PartialText(["x"]), { isEmpty: false, isKnown: true, isOnlyHole: false, literalStart: "x" }],
		["a hole", new PartialText([a]), { isEmpty: false, isKnown: false, isOnlyHole: true, literalStart: "" }],
		["two holes", new PartialText([a, b]), { isEmpty: false, isKnown: false, isOnlyHole: false, literalStart: "" }],
		["both", new PartialText(["x", a, "y"]), { isKnown: false, isOnlyHole: false, literalStart: "x", holes: [a] }],
	])("of %s has these properties", (_, text, expected) => {
		expect({
			isEmpty: text.isEmpty,
			isKnown: text.isKnown,
			isOnlyHole: text.isOnlyHole,
			literalStart: text.literalStart,
			holes: text.holes,
		}).toMatchObject(expected);
	});

	test("is unresolved for the reasons of its holes, with its known parts", () => {
		const text = new PartialText(["x", a, b, a]);
		expect(valueOfText(text)).toEqual({ unresolved: "A has no value, B has no value", text });
	});
});

test("reasonOf gives the first three different reasons", () => {
	expect(reasonOf(["A", "B", "A", "C", "D", "E"].map(hole))).toBe(
		"A has no value, B has no value, C has no value and 2 more",
	);
});

test.each([
	["", false],
	[holeMark, true],
	[` ${holeMark} ${holeMark}`, true],
	[`${holeMark}a`, false],
])("%j consists of holes only: %s", (marked, expected) => {
	expect(isAllHoles(marked)).toBe(expected);
});
