import { describe, expect, test } from "@jest/globals";
import { slackVariants } from "../variants.ts";
import { formatViolation } from "../violations.ts";
import { runSlackHistory } from "./history.ts";

const firstSeed = 1;
const count = 30;
/** Histories in which the simulator found a fault of the pipeline. */
const foundFaults: readonly number[] = [65, 88, 141, 101_831, 300_101, 300_129, 300_414];
const seeds = [...Array.from({ length: count }, (_, at) => firstSeed + at), ...foundFaults];

test("N01, N03, N05: each channel and its dead letters say what the ledger says, whatever Slack answers", async () => {
	const failures: string[] = [];
	for (const seed of seeds) {
		const violations = await runSlackHistory(seed);
		if (violations.length > 0) failures.push(`seed ${seed}: ${violations.map(formatViolation).join("; ")}`);
	}
	expect(failures).toEqual([]);
});

/** Seeds near which those are noticed that need something that is rare. */
const noticedFrom: Partial<Record<(typeof slackVariants)[number], number>> = {
	"what Slack rejects is forgotten": 29,
	"the wait that Slack asks for is forgotten": 40,
	"threads are not recorded": 10,
};
const maxHistories = 200;

describe("a pipeline that is broken on purpose violates an invariant", () => {
	test.each(slackVariants)("%s", async (variant) => {
		const first = noticedFrom[variant] ?? firstSeed;
		let noticedAt: number | null = null;
		for (let seed = first; seed < first + maxHistories && noticedAt === null; seed++) {
			if ((await runSlackHistory(seed, { variant })).length > 0) noticedAt = seed;
		}
		expect(noticedAt).not.toBeNull();
	});
});
