import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContainerFacts } from "../../../core/facts.ts";
import { fitSizes, type SizeRange, sizeRangeOf, tmpfsBudgets, totalMinimum } from "../../../fix/plan/tmpfs-sizes.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const unknown = { unresolved: "Ref X" };

test.each([
	["/tmp", 64, 8],
	["/run", 16, 1],
	["/var/cache/nginx", 32, 1],
	["", 32, 1],
])("the usual size of a tmpfs at %j is %i MiB, the minimum %i MiB", (path, usual, min) => {
	expect(sizeRangeOf(path)).toEqual({ usual, min });
});

describe("the tmpfs budget of a container", () => {
	const own = (memoryMiB: ContainerFacts["memoryMiB"], ...sizes: readonly (number | null | typeof unknown)[]) =>
		aContainer({ memoryMiB, tmpfs: sizes.map((sizeMiB) => aTmpfs({ sizeMiB })) });
	const unknownMounts = aContainer({ memoryMiB: 100, tmpfs: unknown });

	test.each<
		[string, ContainerFacts["memoryMiB"], readonly ContainerFacts[], readonly boolean[], number, readonly number[]]
	>([
		["is a share of the task's memory", 1000, [own(null)], [true], 0.2, [200]],
		["is a share of its own memory when that is less", 1000, [own(400)], [true], 0.2, [80]],
		["is a share of the task's memory when its own is more", 1000, [own(4000)], [true], 0.2, [200]],
		["excludes the tmpfs mounts that it has", 1000, [own(400, 30, 20)], [true], 0.2, [30]],
		[
			"excludes the tmpfs mounts of other containers",
			1000,
			[own(null, 50), own(400, 100)],
			[true, false],
			0.2,
			[50, 0],
		],
		[
			"is an equal part of the task's share when several containers need tmpfs",
			1000,
			[own(null), own(null), own(null)],
			[true, false, true],
			0.2,
			[100, 100, 100],
		],
		["is the whole share when no container needs tmpfs", 1000, [own(null), own(300)], [false, false], 0.2, [200, 60]],
		["is never negative", 100, [own(null, 500)], [true], 0.2, [0]],
		["is infinite without a memory limit", null, [own(null)], [true], 0.2, [Infinity]],
		["is infinite with unknown limits", unknown, [own(unknown)], [true], 0.2, [Infinity]],
		["is infinite with limits of 0", 0, [own(0)], [true], 0.2, [Infinity]],
		["is infinite with negative limits", -5, [own(-1)], [true], 0.2, [Infinity]],
		[
			"ignores sizes that are unknown, missing or negative",
			1000,
			[own(null, null, unknown, -40, 10)],
			[true],
			0.2,
			[190],
		],
		["ignores an unknown list of tmpfs mounts", 1000, [unknownMounts], [true], 0.2, [20]],
	])("%s", (_, memoryMiB, containers, needs, share, expected) => {
		expect(tmpfsBudgets({ memoryMiB }, containers, needs, share)).toEqual(expected);
	});
});

describe("sizes that fit into a budget", () => {
	const tmp: SizeRange = { usual: 64, min: 8 };
	const run: SizeRange = { usual: 16, min: 1 };

	test.each<[string, readonly SizeRange[], number, readonly number[] | null]>([
		["are the usual ones when the budget is larger", [tmp, run], 1000, [64, 16]],
		["are the usual ones when the budget is exactly enough", [tmp, run], 80, [64, 16]],
		["are not rounded when the budget is exactly enough", [{ usual: 18, min: 1 }], 18, [18]],
		["are rounded down to multiples of four when the budget is a little smaller", [tmp, run], 79, [60, 15]],
		["lie between minimum and usual in proportion to the budget", [tmp, run], 44.5, [36, 8]],
		["keep 16", [tmp], 16, [16]],
		["round 19 down to 16", [tmp], 19, [16]],
		["round 15.9 down to 15, as a multiple of four would be much less", [tmp], 15.9, [15]],
		["are the minimum ones when the budget is just enough", [tmp, run], 9, [8, 1]],
		["do not exist when the budget is below the minimum", [tmp, run], 8.9, null],
		["are an empty list for no mounts", [], 0, []],
		["are the usual ones without a limit", [tmp], Infinity, [64]],
	])("%s", (_, ranges, budget, expected) => {
		expect(fitSizes(ranges, budget)).toEqual(expected);
	});

	test("the minimum sizes are added up", () => {
		expect(totalMinimum([tmp, run, run])).toBe(10);
		expect(totalMinimum([])).toBe(0);
	});

	test("property: together they fit, and each lies between its minimum and its usual size", () => {
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
