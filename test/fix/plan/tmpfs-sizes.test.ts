import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContainerFacts } from "../../../core/facts.ts";
import { fitSizes, type SizeRange, sizeRangeOf, tmpfsBudgets, totalMinimum } from "../../../fix/plan/tmpfs-sizes.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const open = { unresolved: "Ref X" };

test.each([
	["/tmp", 64, 8],
	["/run", 16, 1],
	["/var/cache/nginx", 32, 1],
	["", 32, 1],
])("%s is wished with %i MiB, at least %i", (path, usual, min) => {
	expect(sizeRangeOf(path)).toEqual({ usual, min });
});

describe("the budget of each container", () => {
	const own = (memoryMiB: ContainerFacts["memoryMiB"], ...sizes: readonly (number | null | typeof open)[]) =>
		aContainer({ memoryMiB, tmpfs: sizes.map((sizeMiB) => aTmpfs({ sizeMiB })) });
	const unread = aContainer({ memoryMiB: 100, tmpfs: open });

	test.each<
		[string, ContainerFacts["memoryMiB"], readonly ContainerFacts[], readonly boolean[], number, readonly number[]]
	>([
		["a share of the task's memory", 1000, [own(null)], [true], 0.2, [200]],
		["a share of its own, where that is less", 1000, [own(400)], [true], 0.2, [80]],
		["of the task's, where its own is more", 1000, [own(4000)], [true], 0.2, [200]],
		["less what it has already", 1000, [own(400, 30, 20)], [true], 0.2, [30]],
		["less what others of the task have", 1000, [own(null, 50), own(400, 100)], [true, false], 0.2, [50, 0]],
		[
			"split among those that need some",
			1000,
			[own(null), own(null), own(null)],
			[true, false, true],
			0.2,
			[100, 100, 100],
		],
		["none needs any", 1000, [own(null), own(300)], [false, false], 0.2, [200, 60]],
		["never below nothing", 100, [own(null, 500)], [true], 0.2, [0]],
		["no limit known", null, [own(null)], [true], 0.2, [Infinity]],
		["limits that are not known", open, [own(open)], [true], 0.2, [Infinity]],
		["a limit of 0 is none", 0, [own(0)], [true], 0.2, [Infinity]],
		["nor is one below it", -5, [own(-1)], [true], 0.2, [Infinity]],
		[
			"sizes that nobody knows, or that mean none, take nothing",
			1000,
			[own(null, null, open, -40, 10)],
			[true],
			0.2,
			[190],
		],
		["a list that nobody knows takes nothing", 1000, [unread], [true], 0.2, [20]],
	])("%s", (_, memoryMiB, containers, needs, share, expected) => {
		expect(tmpfsBudgets({ memoryMiB }, containers, needs, share)).toEqual(expected);
	});
});

describe("sizes that fit", () => {
	const tmp: SizeRange = { usual: 64, min: 8 };
	const run: SizeRange = { usual: 16, min: 1 };

	test.each<[string, readonly SizeRange[], number, readonly number[] | null]>([
		["more than enough", [tmp, run], 1000, [64, 16]],
		["exactly enough", [tmp, run], 80, [64, 16]],
		["exactly enough for a size that is no multiple of four", [{ usual: 18, min: 1 }], 18, [18]],
		["a little less: multiples of four", [tmp, run], 79, [60, 15]],
		["half way between least and usual", [tmp, run], 44.5, [36, 8]],
		["16 is written as it is", [tmp], 16, [16]],
		["19 as 16", [tmp], 19, [16]],
		["15.9 as 15: a multiple of four would be much less", [tmp], 15.9, [15]],
		["the least", [tmp, run], 9, [8, 1]],
		["not even the least", [tmp, run], 8.9, null],
		["nothing is wished", [], 0, []],
		["no limit", [tmp], Infinity, [64]],
	])("%s", (_, ranges, budget, expected) => {
		expect(fitSizes(ranges, budget)).toEqual(expected);
	});

	test("the least of all together", () => {
		expect(totalMinimum([tmp, run, run])).toBe(10);
		expect(totalMinimum([])).toBe(0);
	});

	test("together they fit, and each lies between its least and its usual size", () => {
		const range = fc.constantFrom(...["/tmp", "/run", "/x"].map(sizeRangeOf));
		const ranges = fc.array(range, { maxLength: 5 });
		fc.assert(
			fc.property(ranges, fc.double({ min: 0, max: 400, noNaN: true }), (some, budget) => {
				const sizes = fitSizes(some, budget);
				if (sizes === null) {
					expect(totalMinimum(some)).toBeGreaterThan(budget);
					return;
				}
				expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(budget);
				some.forEach(({ min, usual }, index) => {
					expect(sizes[index]).toBeGreaterThanOrEqual(min);
					expect(sizes[index]).toBeLessThanOrEqual(usual);
				});
			}),
			{ numRuns: 100 },
		);
	});
});
