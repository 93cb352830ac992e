import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { globCovers, globMatcher, globMatches } from "../../core/glob.ts";

const glob = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 10 });

/** The same question, asked of a regular expression. */
const reference = (pattern: string): RegExp =>
	new RegExp(
		`^${pattern
			.split("*")
			.map((part) => part.replaceAll(".", "\\."))
			.join("[^]*")}$`,
	);

/** A text that counts how often one of its characters is looked at. */
function counted(characters: string) {
	let reads = 0;
	const text = new Proxy([...characters], {
		get(target, key) {
			if (key !== "length") reads++;
			return Reflect.get(target, key);
		},
	});
	return { text, reads: () => reads };
}

describe("a glob", () => {
	test.each([
		["latest", "latest", true],
		["latest", "latest2", false],
		["latest", "a-latest", false],
		["Latest", "latest", false],
		["*", "", true],
		["", "", true],
		["", "a", false],
		["a", "", false],
		["**", "", true],
		["v*", "v", true],
		["v*", "av", false],
		["*-rc", "1.0-rc", true],
		["*-rc", "1.0-rc2", false],
		["a*b*c", "a-b-b-c", true],
		["a*b*c", "acb", false],
		["*aab", "aaaab", true],
		["a*a", "a", false],
		["a*a", "aa", true],
		["ab*bc", "abc", false],
		["ab*bc", "abbc", true],
		["a*b*a", "aa", false],
		["a*b*a", "aba", true],
		["*a*a*", "a", false],
		["*ab*ab*", "abab", true],
		["*ab*ba*", "aba", false],
		["*aab*", "aaab", true],
		["*aab*", "aaa", false],
		["*abac*", "ababac", true],
		["*abcabd*", "abcabcabd", true],
		["*abcabd*", "abcabcab", false],
		["*aabaaa*", "aabaabaaa", true],
		["*aabaaac*", "aabaaabaaac", true],
		["*ababac*", "abababac-", true],
		["*ab*c", "-aab-c", true],
		["1.0", "1x0", false],
		["[a]?(b|c)+", "[a]?(b|c)+", true],
		["[a]", "a", false],
		["a*", "a\nb", true],
	])("%j matches %j: %s", (pattern, candidate, expected) => {
		expect(globMatches(pattern, candidate)).toBe(expected);
	});

	test("means the same as its regular expression", () => {
		fc.assert(
			fc.property(glob, text, (pattern, candidate) => {
				expect(globMatches(pattern, candidate)).toBe(reference(pattern).test(candidate));
			}),
			{ numRuns: 5000 },
		);
	});

	test.each<[string, string, string]>([
		["many stars", "*a".repeat(1000), "a".repeat(2000)],
		["many stars and an end that is not there", `${"*a".repeat(1000)}b`, "a".repeat(2000)],
		["a part that nearly occurs everywhere", `*${"a".repeat(1000)}b*`, "a".repeat(2000)],
		["a part whose own beginning comes again", `*${"ab".repeat(500)}aa*`, "ab".repeat(1000)],
		["parts that overlap", `*${"aab*".repeat(400)}c*`, "aab".repeat(600)],
	])("compares each character a few times at most: %s", (_, pattern, candidate) => {
		const { text, reads } = counted(candidate);
		globMatches(pattern, text);
		expect(reads()).toBeLessThanOrEqual(4 * (pattern.length + candidate.length));
	});

	test("compares each character a few times at most for any pattern and text", () => {
		const long = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 200 });
		fc.assert(
			fc.property(long, long, (pattern, candidate) => {
				const { text, reads } = counted(candidate);
				globMatches(pattern, text);
				expect(reads()).toBeLessThanOrEqual(4 * (pattern.length + candidate.length));
			}),
			{ numRuns: 500 },
		);
	});

	test("globMatcher can be used for many texts", () => {
		const matches = globMatcher("a*ab*b");
		expect(["aabb", "aab", "abab", "aabab"].map(matches)).toEqual([true, false, false, true]);
	});
});

describe("a glob covers another", () => {
	test.each([
		["*", "", true],
		["*", "v*", true],
		["", "", true],
		["", "*", false],
		["a", "", false],
		["", "a", false],
		["v*", "v1*", true],
		["v1*", "v*", false],
		["v*", "v", true],
		["sha256-*", "sha256-ab", true],
		["cache-*", "cache*", false],
		["*a*", "*ba", true],
		["a*a", "a", false],
		["a*a", "aa", true],
		["a*b", "a*", false],
		["*b", "a*b", true],
		["a", "*", false],
		["**", "*", true],
		["*", "**", true],
		["a**", "a*", true],
	])("%j covers %j: %s", (outer, inner, expected) => {
		expect(globCovers(outer, inner)).toBe(expected);
	});

	test("if it covers another, it matches every text that the other matches", () => {
		const filler = fc.array(text, { minLength: 8, maxLength: 8 });
		fc.assert(
			fc.property(glob, glob, filler, (outer, inner, fillers) => {
				fc.pre(globCovers(outer, inner));
				const parts = inner.split("*");
				const example = parts
					.map((part, index) => (index === 0 ? part : `${fillers[index - 1] ?? ""}${part}`))
					.join("");
				expect(globMatches(inner, example)).toBe(true);
				expect(globMatches(outer, example)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	test("if it does not cover another, some text of the other does not match", () => {
		fc.assert(
			fc.property(glob, glob, (outer, inner) => {
				const example = inner.replaceAll("*", "z");
				expect(globCovers(outer, inner)).toBe(globMatches(outer, example));
			}),
			{ numRuns: 3000 },
		);
	});

	test("it covers itself, and covering is transitive", () => {
		fc.assert(
			fc.property(glob, glob, glob, (a, b, c) => {
				expect(globCovers(a, a)).toBe(true);
				if (globCovers(a, b) && globCovers(b, c)) expect(globCovers(a, c)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	test("is decided quickly for long, hostile globs", () => {
		expect(globCovers(`${"*a".repeat(64)}b`, `${"a*".repeat(64)}`)).toBe(false);
		expect(globCovers(`*${"a".repeat(3000)}`, `*${"a".repeat(3001)}`)).toBe(true);
		expect(globCovers("a*", "a".repeat(100_000))).toBe(true);
	});
});
