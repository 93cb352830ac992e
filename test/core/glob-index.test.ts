import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { globMatches } from "../../core/glob.ts";
import { indexGlobs } from "../../core/glob-index.ts";

const numbers = Array.from({ length: 2000 }, (_, index) => index + 1);

describe("of very many globs few are compared with a name", () => {
	test.each<[string, (number: number) => string, string, readonly number[]]>([
		["a number behind what all have", (n) => `*/team-${n}:*`, "registry.example.com/team-1234:1", [1234]],
		["a number that others begin", (n) => `*/team-${n}*`, "r/team-1234:1", [1, 12, 123, 1234]],
		["a number at the end", (n) => `task-definition/*-${n}`, "task-definition/web-77", [7, 77]],
		["a short literal among shorter ones", (n) => `${"*a".repeat(40)}*b${n}*`, "aaab31", [3, 31]],
		["a literal that all have is longer", (n) => `*registry.example.com/*${n}x*`, "registry.example.com/95x", [5, 95]],
		["a literal that all have comes later", (n) => `*<${n}>*registry.example.com*`, "<8>registry.example.com", [8]],
		["no star", (n) => `infra/service-${n}/web.yaml`, "infra/service-512/web.yaml", [512]],
		["literal beginnings", (n) => `infra/service-${n}-*`, "infra/service-512-b.yaml", [512]],
		["none at all", (n) => `*/team-${n}:*`, "registry.example.com/teams:1", []],
	])("%s", (_, globOf, name, found) => {
		const likely = indexGlobs(numbers.map(globOf))(name);
		expect(likely.map((at) => at + 1).sort((a, b) => a - b)).toEqual(found);
	});

	test("what has no literal is compared with every name", () => {
		expect(indexGlobs(["*", "**", "", "x*"])("y")).toEqual([0, 1, 2]);
	});

	test("of parts that are as rare the longest counts", () => {
		const likely = indexGlobs(["*a*bcd*e*"]);
		expect(["a", "e", "bc", "bcd"].map((name) => likely(name).length)).toEqual([0, 0, 0, 1]);
	});

	test("a part that one glob has often is as rare as if it had it once", () => {
		expect(indexGlobs(["*b*b*b*a*", "*a*"])("a")).toEqual([1]);
	});

	test("a literal that is there twice is found once", () => {
		expect(indexGlobs(["*ab*", "*abcdef*", "*ab*cd*"])("ababcdefabcdef")).toEqual([0, 1, 2]);
	});
});

test("every glob that matches is among the likely ones, each once", () => {
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
