import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { failureThreshold } from "../../../domain/services/circuit-breaker.ts";

test.each<[string, number, number, number | null]>([
	["COUNT", 7, 100, 7],
	["BOUNDED_PERCENT", 50, 1, 3],
	["BOUNDED_PERCENT", 50, 7, 4],
	["BOUNDED_PERCENT", 50, 401, 200],
	["UNBOUNDED_PERCENT", 50, 1, 1],
	["UNBOUNDED_PERCENT", 50, 1000, 500],
	["COUNT", 1.5, 100, null],
	["COUNT", -1, 100, null],
	["BOUNDED_PERCENT", Number.NaN, 100, null],
	["bounded_percent", 50, 100, null],
])("%s %p of %p tasks fails a deployment after %p failures", (type, value, desiredCount, expected) => {
	expect(failureThreshold({ type, value }, desiredCount)).toBe(expected);
});

test("the default is half of the desired count, within its bounds", () => {
	fc.assert(
		fc.property(fc.nat(20_000), (desiredCount) => {
			const half = failureThreshold({ type: "BOUNDED_PERCENT", value: 50 }, desiredCount);
			expect(failureThreshold(null, desiredCount)).toBe(half);
			expect(half).toBeGreaterThanOrEqual(3);
			expect(half).toBeLessThanOrEqual(200);
		}),
	);
});
