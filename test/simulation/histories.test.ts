import { describe, expect, test } from "@jest/globals";
import { runHistory } from "./history.ts";
import { pipelineVariants } from "./variants.ts";
import { formatViolation } from "./violations.ts";

/** Histories in which the simulator found a fault of the pipeline, or an error of its own model. */
const foundFaults: readonly number[] = [
	191, 192, 203, 206, 209, 492, 524, 588, 976, 1_087, 1_292, 5_927, 101_724, 101_912, 102_644, 102_818, 103_759,
	104_909, 200_606, 202_379, 206_669, 206_971, 2_001_436, 302_108, 305_447, 401_557, 403_721, 6_003_398, 8_001_776,
	8_012_328, 9_003_032, 11_000_595, 11_000_832, 11_000_938, 11_001_994, 11_002_162, 11_100_109, 11_101_013, 11_101_123,
	11_101_396, 11_101_951, 13_015_644, 13_115_214, 13_121_650, 13_306_686, 807_833_755,
];
const firstSeed = 1;
const count = 120;
const seeds = [...Array.from({ length: count }, (_, at) => firstSeed + at), ...foundFaults];

test("keeps every invariant in the histories of fixed seeds; npm run simulate -- --seed N prints one", async () => {
	const failures: string[] = [];
	for (const seed of seeds) {
		const violations = await runHistory(seed);
		if (violations.length > 0) failures.push(`seed ${seed}: ${violations.map(formatViolation).join("; ")}`);
	}
	expect(failures).toEqual([]);
});

test("repeats a history exactly", async () => {
	const histories: string[][] = [[], []];
	for (const lines of histories) await runHistory(7, { print: (line) => lines.push(line) });
	expect(histories[0]?.length).toBeGreaterThan(50);
	expect(histories[1]).toEqual(histories[0]);
});

/** Each is noticed within this many histories of fixed seeds. */
const maxHistories = 2_000;

describe("a pipeline that is broken on purpose violates an invariant", () => {
	test.each(pipelineVariants)("%s", async (variant) => {
		let noticedAt: number | null = null;
		for (let seed = firstSeed; seed < firstSeed + maxHistories && noticedAt === null; seed++) {
			if ((await runHistory(seed, { variant })).length > 0) noticedAt = seed;
		}
		expect(noticedAt).not.toBeNull();
	});
});
