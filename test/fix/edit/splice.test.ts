import { describe, expect, test } from "@jest/globals";
import { type Edit, NotEditableError } from "../../../fix/edit/edit.ts";
import { applyEdits, type Splice } from "../../../fix/edit/splice.ts";

/** `set(["x"], "y")` puts y in place of the first x; what is not there cannot be changed. */
const set = (word: string, value: string): Edit => ({ kind: "set", path: [word], value });

/** Changes a text as people would, and counts how often it was read. */
function changed(text: string, ...edits: readonly Edit[]) {
	let readings = 0;
	const reader =
		(now: string) =>
		({ path: [word = ""], value }: Edit): Splice => {
			const from = now.indexOf(String(word));
			if (from === -1) throw new NotEditableError(`there is no ${word}`);
			return { from, to: from + String(word).length, text: String(value) };
		};
	const after = applyEdits(text, edits, (now) => {
		readings++;
		return reader(now);
	});
	return { after, readings };
}

describe("changes are made in their order, those that do not meet at once", () => {
	test.each<[string, string, readonly Edit[], string, number]>([
		["none", "a b", [], "a b", 0],
		["one", "a b", [set("b", "B")], "a B", 1],
		["apart from each other", "a-b-c", [set("c", "C!"), set("a", "A!"), set("b", "")], "A!--C!", 1],
		["one after the other where they touch", "ab", [set("a", "x"), set("b", "y")], "xy", 2],
		["also where the later one stands first", "ab", [set("b", "y"), set("a", "x")], "xy", 2],
		["of the same place the second works on the first", "a", [set("a", "aa"), set("a", "b")], "ba", 2],
		["nothing overtakes one that waits", "abc", [set("a", "x"), set("b", "y"), set("c", "z")], "xyz", 3],
		["what a later one needs is written before", "a", [set("a", "b"), set("b", "c")], "c", 2],
		["and waits for it, also when it comes first", "a", [set("b", "c"), set("a", "b")], "c", 2],
	])("%s", (_, text, edits, after, readings) => {
		expect(changed(text, ...edits)).toEqual({ after, readings });
	});
});

describe("what cannot be made is told with its reasons", () => {
	const [no, nor] = [set("y", "1"), set("z", "2")];

	test("all of them, the first as the message", () => {
		const failure = new NotEditableError("there is no y");
		expect(() => changed("a", no, nor)).toThrow(failure);
		expect(() => changed("a", no, set("a", "b"), nor)).toThrow(failure);
		try {
			changed("a", no, set("a", "b"), nor);
		} catch (error) {
			expect(error).toBeInstanceOf(NotEditableError);
			expect([...(error as NotEditableError).failed]).toEqual([
				[no, "there is no y"],
				[nor, "there is no z"],
			]);
		}
	});

	test("another fault is no reason, but a fault", () => {
		const broken = () => () => {
			throw new TypeError("broken");
		};
		expect(() => applyEdits("a", [no], broken)).toThrow(new TypeError("broken"));
	});
});
