import type { CircuitBreakerFacts, ServiceFacts } from "../../core/facts.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, type Judgement, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { serviceName } from "./service-name.ts";

/**
 * Judges whether the circuit breaker rolls back a failed deployment. It works only with the deployment controller ECS
 * (DeploymentCircuitBreaker of the ECS API), and its threshold is a share of a desired count, which a daemon service does not
 * have. ECS starts up to the desired count of tasks, so as many failures always occur if all of them fail; it then delays each
 * further attempt more, so a threshold above both the desired count and `maximumThreshold` counts as never reached.
 */
export function judgeRollback(facts: ServiceFacts, maximumThreshold: number): Judgement {
	const { deploymentController: controller, circuitBreaker, desiredCount, schedulingStrategy } = facts;
	const name = serviceName(facts);
	if (controller === "CODE_DEPLOY" || controller === "EXTERNAL") {
		return notApplicable(`${name}: ${controller} controls its deployments, to which no circuit breaker applies`);
	}
	if (controller !== "ECS") {
		return unknown(`${name}: the deployment controller "${formatForDisplay(controller)}" is not recognized`);
	}
	if (schedulingStrategy === "DAEMON") return notApplicable(`${name}: a daemon service has no desired count`);
	if (circuitBreaker === null || !circuitBreaker.isEnabled) return fail(`${name}: its circuit breaker is off`);
	const { rollsBack, threshold } = circuitBreaker;
	if (!rollsBack) return fail(`${name}: its circuit breaker stops a failed deployment, but does not roll it back`);
	const failures = failureThreshold(threshold, desiredCount);
	const setting = threshold === null ? "" : ` (${formatForDisplay(threshold.type)} ${threshold.value})`;
	if (failures === null) return unknown(`${name}: the threshold of its circuit breaker${setting} is not recognized`);
	if (failures > Math.max(maximumThreshold, desiredCount)) {
		return fail(
			`${name}: its circuit breaker waits for ${failures} failed tasks${setting} with a desired count of ${desiredCount}`,
		);
	}
	return pass(`${name}: its circuit breaker rolls back after ${failures} failed tasks`);
}

/**
 * The number of failed tasks at which the circuit breaker fails a deployment; null if it cannot be calculated. From
 * ThresholdConfiguration and ThresholdType of the ECS API: COUNT is the number itself, the percentages are of the desired count,
 * and BOUNDED_PERCENT, the default with 50, is at least 3 and at most 200.
 */
export function failureThreshold(threshold: CircuitBreakerFacts["threshold"], desiredCount: number): number | null {
	const { type, value } = threshold ?? { type: "BOUNDED_PERCENT", value: 50 };
	if (!Number.isInteger(value) || value < 1) return null;
	const share = Math.ceil((value * desiredCount) / 100);
	switch (type) {
		case "COUNT":
			return value;
		case "UNBOUNDED_PERCENT":
			return share;
		case "BOUNDED_PERCENT":
			return Math.min(Math.max(share, 3), 200);
		default:
			return null;
	}
}
