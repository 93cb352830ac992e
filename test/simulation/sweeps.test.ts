import { describe, expect, test } from "@jest/globals";
import { runSweepHistory } from "./sweep-history.ts";
import { sweepVariants } from "./variants.ts";
import { formatViolation } from "./violations.ts";

/** Histories in which the simulator found a fault of the pipeline, or an error of its own model. */
const foundFaults: readonly number[] = [
	72, 296, 385, 441, 495, 1_099, 1_162, 1_237, 1_372, 1_407, 1_555, 1_785, 2_255, 2_435, 40_620, 40_833, 50_000_005,
	52_000_227, 52_000_247, 52_100_287, 53_000_169, 54_000_576, 61_000_034, 61_000_738, 62_000_552, 66_000_022,
	74_001_088, 74_011_483, 80_009_827,
];
const firstSeed = 1;
const count = 60;
const seeds = [...Array.from({ length: count }, (_, at) => firstSeed + at), ...foundFaults];
/** Within which a broken sweep is noticed. */
const maxHistories = 2_000;

test("after lost events, changes of the policy and sweeps that stop anywhere, one sweep ends with the truth", async () => {
	const failures: string[] = [];
	for (const seed of seeds) {
		const violations = await runSweepHistory(seed);
		if (violations.length > 0) failures.push(`seed ${seed}: ${violations.map(formatViolation).join("; ")}`);
	}
	expect(failures).toEqual([]);
});

describe("a sweep that is broken on purpose violates an invariant", () => {
	test.each(sweepVariants)("%s", async (variant) => {
		let noticedAt: number | null = null;
		for (let seed = firstSeed; seed < firstSeed + maxHistories && noticedAt === null; seed++) {
			if ((await runSweepHistory(seed, { variant })).length > 0) noticedAt = seed;
		}
		expect(noticedAt).not.toBeNull();
	});
});
