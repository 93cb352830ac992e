import { describe, expect, test } from "@jest/globals";
import { slackVariants } from "../variants.ts";
import { formatViolation } from "../violations.ts";
import { runSlackHistory } from "./history.ts";

const firstSeed = 1;
const count = 40;
/** Histories in which the simulator found a fault of the pipeline. */
const foundFaults: readonly number[] = [65];
const seeds = [...Array.from({ length: count }, (_, at) => firstSeed + at), ...foundFaults];

test("N01, N03: each channel and its dead letters say what the ledger says, whatever Slack answers", async () => {
	const failures: string[] = [];
	for (const seed of seeds) {
		const violations = await runSlackHistory(seed);
		if (violations.length > 0) failures.push(`seed ${seed}: ${violations.map(formatViolation).join("; ")}`);
	}
	expect(failures).toEqual([]);
});

/** Each is noticed within this many histories of fixed seeds. */
const maxHistories = 200;

describe("a pipeline that is broken on purpose violates an invariant", () => {
	test.each(slackVariants)("%s", async (variant) => {
		let noticedAt: number | null = null;
		for (let seed = firstSeed; seed < firstSeed + maxHistories && noticedAt === null; seed++) {
			if ((await runSlackHistory(seed, { variant })).length > 0) noticedAt = seed;
		}
		expect(noticedAt).not.toBeNull();
	});
});
