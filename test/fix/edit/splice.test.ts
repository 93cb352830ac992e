import { describe, expect, test } from "@jest/globals";
import { type Edit, NotEditableError } from "../../../fix/edit/edit.ts";
import { applyEdits, type Splice } from "../../../fix/edit/splice.ts";

/** `set("x", "y")` replaces the first x with y; a missing word cannot be replaced. */
const set = (word: string, value: string): Edit => ({ kind: "set", path: [word], value });

/** Applies edits to a text and counts how often it was parsed. */
function apply(text: string, ...edits: readonly Edit[]) {
	let parses = 0;
	const locatorFor =
		(now: string) =>
		({ path: [word = ""], value }: Edit): Splice => {
			const from = now.indexOf(String(word));
			if (from === -1) throw new NotEditableError(`the text has no ${word}`);
			return { from, to: from + String(word).length, text: String(value) };
		};
	const after = applyEdits(text, edits, (now) => {
		parses++;
		return locatorFor(now);
	});
	return { after, parses };
}

describe("edits are applied in order, and together when they do not overlap", () => {
	test.each<[string, string, readonly Edit[], string, number]>([
		["no edit", "a b", [], "a b", 0],
		["one edit", "a b", [set("b", "B")], "a B", 1],
		["edits that do not overlap", "a-b-c", [set("c", "C!"), set("a", "A!"), set("b", "")], "A!--C!", 1],
		["edits of adjacent text, applied one after the other", "ab", [set("a", "x"), set("b", "y")], "xy", 2],
		[
			"edits of adjacent text in reverse order, applied one after the other",
			"ab",
			[set("b", "y"), set("a", "x")],
			"xy",
			2,
		],
		[
			"two edits of the same text, the second on the result of the first",
			"a",
			[set("a", "aa"), set("a", "b")],
			"ba",
			2,
		],
		["an edit next to one that waits, which waits too", "abc", [set("a", "x"), set("b", "y"), set("c", "z")], "xyz", 3],
		["an edit that needs the text of an earlier one", "a", [set("a", "b"), set("b", "c")], "c", 2],
		["an edit that needs the text of a later one", "a", [set("b", "c"), set("a", "b")], "c", 2],
	])("%s", (_, text, edits, after, parses) => {
		expect(apply(text, ...edits)).toEqual({ after, parses });
	});
});

describe("edits that cannot be made", () => {
	const [failing, alsoFailing] = [set("y", "1"), set("z", "2")];

	test("are thrown with all reasons, the first one as the message", () => {
		const failure = new NotEditableError("the text has no y");
		expect(() => apply("a", failing, alsoFailing)).toThrow(failure);
		expect(() => apply("a", failing, set("a", "b"), alsoFailing)).toThrow(failure);
		try {
			apply("a", failing, set("a", "b"), alsoFailing);
		} catch (error) {
			expect(error).toBeInstanceOf(NotEditableError);
			expect([...(error as NotEditableError).failed]).toEqual([
				[failing, "the text has no y"],
				[alsoFailing, "the text has no z"],
			]);
		}
	});

	test("do not hide errors of other types", () => {
		const broken = () => () => {
			throw new TypeError("broken");
		};
		expect(() => applyEdits("a", [failing], broken)).toThrow(new TypeError("broken"));
	});
});
