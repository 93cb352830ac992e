import { expect, test } from "@jest/globals";
import control from "../../../controls/service/rollback-ready.ts";
import type { CircuitBreakerFacts, ServiceFacts } from "../../../core/facts.ts";
import { aService } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const breaker = (more: Partial<CircuitBreakerFacts> = {}): Partial<ServiceFacts> => ({
	circuitBreaker: { isEnabled: true, rollsBack: true, threshold: null, ...more },
});
const counting = (type: string, value: number, desiredCount = 2): Partial<ServiceFacts> => ({
	...breaker({ threshold: { type, value } }),
	desiredCount,
});
const after = (failures: number) => `pass LOW shop/web: its circuit breaker rolls back after ${failures} failed tasks`;
const waits = (failures: number, setting: string, desired: number) =>
	`fail LOW shop/web: its circuit breaker waits for ${failures} failed tasks (${setting}) with a desired count of ${desired}`;

test.each<[string, Partial<ServiceFacts>, string]>([
	["the default threshold", breaker(), after(3)],
	["the default threshold of a large service", { ...breaker(), desiredCount: 100 }, after(50)],
	["the default threshold of a huge service", { ...breaker(), desiredCount: 5000 }, after(200)],
	["a bounded percentage, which is at most 200", counting("BOUNDED_PERCENT", 100, 5000), after(200)],
	["a count", counting("COUNT", 5), after(5)],
	["the highest count that is reachable", counting("COUNT", 200), after(200)],
	["a count up to the desired count", counting("COUNT", 1000, 1000), after(1000)],
	["an unbounded percentage of the desired count", counting("UNBOUNDED_PERCENT", 100, 1000), after(1000)],
	["a desired count of 0", counting("UNBOUNDED_PERCENT", 50, 0), after(0)],
	[
		"a daemon without a circuit breaker",
		{ schedulingStrategy: "DAEMON", circuitBreaker: null },
		"not-applicable LOW shop/web: a daemon service has no desired count",
	],
	["no circuit breaker", { circuitBreaker: null }, "fail LOW shop/web: its circuit breaker is off"],
	["a circuit breaker that is off", breaker({ isEnabled: false }), "fail LOW shop/web: its circuit breaker is off"],
	[
		"no rollback",
		breaker({ rollsBack: false }),
		"fail LOW shop/web: its circuit breaker stops a failed deployment, but does not roll it back",
	],
	["a count that is never reached", counting("COUNT", 201), waits(201, "COUNT 201", 2)],
	[
		"a percentage that is never reached",
		counting("UNBOUNDED_PERCENT", 500, 100),
		waits(500, "UNBOUNDED_PERCENT 500", 100),
	],
	[
		"a count of 0",
		counting("COUNT", 0),
		"unknown LOW shop/web: the threshold of its circuit breaker (COUNT 0) is not recognized",
	],
	[
		"a type of the future",
		counting("DURATION", 5),
		"unknown LOW shop/web: the threshold of its circuit breaker (DURATION 5) is not recognized",
	],
	...["CODE_DEPLOY", "EXTERNAL"].map((deploymentController): [string, Partial<ServiceFacts>, string] => [
		`the controller ${deploymentController}`,
		{ deploymentController, circuitBreaker: null },
		`not-applicable LOW shop/web: ${deploymentController} controls its deployments, to which no circuit breaker applies`,
	]),
	[
		"a controller of the future",
		{ deploymentController: "ARGO" },
		'unknown LOW shop/web: the deployment controller "ARGO" is not recognized',
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aService(facts))).toEqual([expected]);
});

test("compares with the threshold that the policy allows", () => {
	const lines = (value: number) => verdictLines(control, aService(counting("COUNT", value)), { maximumThreshold: 10 });
	expect(lines(10)).toEqual([after(10)]);
	expect(lines(11)).toEqual([waits(11, "COUNT 11", 2)]);
});
