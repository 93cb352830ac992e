import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { globCovers, globMatches } from "../../core/glob.ts";

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

	test("is matched fast, however nasty it is", () => {
		const started = performance.now();
		expect(globMatches(`${"*a".repeat(64)}b`, "a".repeat(10_000))).toBe(false);
		expect(performance.now() - started).toBeLessThan(2000);
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

	test("when it covers, whatever the inner one matches is matched by the outer one", () => {
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

	test("when it does not cover, an inner text with a letter that neither names slips through", () => {
		fc.assert(
			fc.property(glob, glob, (outer, inner) => {
				const example = inner.replaceAll("*", "z");
				expect(globCovers(outer, inner)).toBe(globMatches(outer, example));
			}),
			{ numRuns: 3000 },
		);
	});

	test("it covers itself, and covering passes on", () => {
		fc.assert(
			fc.property(glob, glob, glob, (a, b, c) => {
				expect(globCovers(a, a)).toBe(true);
				if (globCovers(a, b) && globCovers(b, c)) expect(globCovers(a, c)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	test("is answered fast, however nasty the two are", () => {
		const started = performance.now();
		expect(globCovers(`${"*a".repeat(64)}b`, `${"a*".repeat(64)}`)).toBe(false);
		expect(performance.now() - started).toBeLessThan(2000);
	});
});
