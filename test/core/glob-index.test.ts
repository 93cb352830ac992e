import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { globMatches } from "../../core/glob.ts";
import { indexGlobs } from "../../core/glob-index.ts";

const numbers = Array.from({ length: 2000 }, (_, index) => index + 1);

describe("the index finds only the globs that may match", () => {
	test.each<[string, (number: number) => string, string, readonly number[]]>([
		["a number after a common beginning", (n) => `*/team-${n}:*`, "registry.example.com/team-1234:1", [1234]],
		["a number whose first digits are numbers of others", (n) => `*/team-${n}*`, "r/team-1234:1", [1, 12, 123, 1234]],
		["a number at the end", (n) => `task-definition/*-${n}`, "task-definition/web-77", [7, 77]],
		["a short literal among shorter ones", (n) => `${"*a".repeat(40)}*b${n}*`, "aaab31", [3, 31]],
		[
			"a rare literal, although the common literal is longer",
			(n) => `*registry.example.com/*${n}x*`,
			"registry.example.com/95x",
			[5, 95],
		],
		["a rare literal before a common literal", (n) => `*<${n}>*registry.example.com*`, "<8>registry.example.com", [8]],
		["globs without a star", (n) => `infra/service-${n}/web.yaml`, "infra/service-512/web.yaml", [512]],
		["globs that start with a literal", (n) => `infra/service-${n}-*`, "infra/service-512-b.yaml", [512]],
		["no glob if none can match", (n) => `*/team-${n}:*`, "registry.example.com/teams:1", []],
	])("%s", (_, globOf, name, found) => {
		const likely = indexGlobs(numbers.map(globOf))(name);
		expect(likely.map((at) => at + 1).sort((a, b) => a - b)).toEqual(found);
	});

	test("a glob without literals is found for every name", () => {
		expect(indexGlobs(["*", "**", "", "x*"])("y")).toEqual([0, 1, 2]);
	});

	test("of equally rare literals the longest is indexed", () => {
		const likely = indexGlobs(["*a*bcd*e*"]);
		expect(["a", "e", "bc", "bcd"].map((name) => likely(name).length)).toEqual([0, 0, 0, 1]);
	});

	test("a literal that occurs several times in one glob counts once", () => {
		expect(indexGlobs(["*b*b*b*a*", "*a*"])("a")).toEqual([1]);
	});

	test("a glob is found once if its literal occurs twice in the name", () => {
		expect(indexGlobs(["*ab*", "*abcdef*", "*ab*cd*"])("ababcdefabcdef")).toEqual([0, 1, 2]);
	});
});

test("every glob that matches is found, each once", () => {
	const glob = fc.string({ unit: fc.constantFrom("a", "b", "*", "/"), maxLength: 12 });
	const name = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 20 });
	fc.assert(
		fc.property(fc.array(glob, { maxLength: 8 }), name, (globs, text) => {
			const likely = indexGlobs(globs)(text);
			expect(new Set(likely).size).toBe(likely.length);
			for (const [at, one] of globs.entries()) if (globMatches(one, text)) expect(likely).toContain(at);
		}),
	);
});
