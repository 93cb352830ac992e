import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { globMatches } from "../../core/glob.ts";
import { globsOverlap } from "../../domain/globs-overlap.ts";

test.each<[string, string, boolean]>([
	["", "", true],
	["", "*", true],
	["", "a", false],
	["a", "", false],
	["**", "", true],
	["a*", "*b", true],
	["a*", "b*", false],
	["*a", "*b", false],
	["a*c", "ab*", true],
	["a*c", "a*d", false],
	["ab", "a*b", true],
	["a*b*c", "aXbYc", true],
])("%j and %j overlap: %s", (one, other, expected) => {
	expect(globsOverlap(one, other)).toBe(expected);
	expect(globsOverlap(other, one)).toBe(expected);
});

const letters = fc.constantFrom("a", "b", "*");
const globs = fc.array(letters, { maxLength: 5 }).map((all) => all.join(""));
/** Long enough for every pair of such globs to show a text that both match. */
const texts = ["", ..."ab"];
for (let at = 1; at < 127; at++) for (const letter of "ab") texts.push(`${texts[at]}${letter}`);

test("two globs overlap if and only if some text matches both", () => {
	fc.assert(
		fc.property(globs, globs, (one, other) => {
			const isShared = texts.some((text) => globMatches(one, text) && globMatches(other, text));
			if (isShared) expect(globsOverlap(one, other)).toBe(true);
			else if (one.length + other.length <= 6) expect(globsOverlap(one, other)).toBe(false);
		}),
		{ numRuns: 500 },
	);
});
