import { describe, expect, test } from "@jest/globals";
import { deploymentVariants } from "../variants.ts";
import { formatViolation } from "../violations.ts";
import { runDeploymentHistory } from "./history.ts";

/** Histories in which the simulator found a fault of the pipeline, or an error of its own model. */
const foundFaults: readonly number[] = [1, 2, 9, 14, 35, 98, 172, 274];
const firstSeed = 1;
const count = 60;
const seeds = [...new Set([...Array.from({ length: count }, (_, at) => firstSeed + at), ...foundFaults])];
/** Within which a broken gate is noticed. */
const maxHistories = 200;

test("B01 to B05: the gate blocks what it should, nothing else, and says what it did", async () => {
	const failures: string[] = [];
	for (const seed of seeds) {
		const violations = await runDeploymentHistory(seed);
		if (violations.length > 0) failures.push(`seed ${seed}: ${violations.map(formatViolation).join("; ")}`);
	}
	expect(failures).toEqual([]);
});

describe("a gate that is broken on purpose violates an invariant", () => {
	test.each(deploymentVariants)("%s", async (variant) => {
		let noticedAt: number | null = null;
		for (let seed = firstSeed; seed < firstSeed + maxHistories && noticedAt === null; seed++) {
			if ((await runDeploymentHistory(seed, { variant })).length > 0) noticedAt = seed;
		}
		expect(noticedAt).not.toBeNull();
	});
});
