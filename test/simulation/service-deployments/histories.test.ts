import { describe, expect, test } from "@jest/globals";
import { deploymentVariants } from "../variants.ts";
import { formatViolation } from "../violations.ts";
import { runDeploymentHistory } from "./history.ts";

/** Histories in which the simulator found a fault of the pipeline, or an error of its own model. */
const foundFaults: readonly number[] = [
	172, 184, 193, 217, 232, 274, 10_063, 10_081, 10_150, 10_183, 10_251, 10_402, 10_653, 10_663, 11_153, 11_213, 11_917,
	30_306, 30_328, 42_880,
];
const firstSeed = 1;
const count = 60;
const seeds = [...Array.from({ length: count }, (_, at) => firstSeed + at), ...foundFaults];

test("B01 to B05: the pipeline blocks the deployments that it should, no others, and says what it did", async () => {
	const failures: string[] = [];
	for (const seed of seeds) {
		const violations = await runDeploymentHistory(seed);
		if (violations.length > 0) failures.push(`seed ${seed}: ${violations.map(formatViolation).join("; ")}`);
	}
	expect(failures).toEqual([]);
});

/** Seeds near which each is noticed. */
const noticedFrom = {
	"the gate does not know a rollback": 1,
	"a record says done whatever the answer was": 1,
	"the gate forgets since when it waits": 65,
	"the gate does not spare protected services": 1,
	"the gate does not read the off switch": 1,
	"the worker does not know a rollback": 1,
	"deployments are stopped without a claim": 860,
} as const satisfies Readonly<Record<(typeof deploymentVariants)[number], number>>;
const maxHistories = 300;

describe("a pipeline that is broken on purpose violates an invariant", () => {
	test.each(deploymentVariants)("%s", async (variant) => {
		const first = noticedFrom[variant];
		let noticedAt: number | null = null;
		for (let seed = first; seed < first + maxHistories && noticedAt === null; seed++) {
			if ((await runDeploymentHistory(seed, { variant })).length > 0) noticedAt = seed;
		}
		expect(noticedAt).not.toBeNull();
	});
});
