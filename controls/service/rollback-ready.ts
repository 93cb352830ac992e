import { defineControl } from "../../core/control.ts";
import { integer } from "../../core/settings.ts";
import { aService } from "../../domain/example-services.ts";
import { judgeRollback } from "../../domain/services/circuit-breaker.ts";

const breaker = { isEnabled: true, rollsBack: true, threshold: null };
const counting = (type: string, value: number) =>
	aService({ circuitBreaker: { ...breaker, threshold: { type, value } } });

/** Not applicable to the deployment controllers CODE_DEPLOY and EXTERNAL, and to daemon services. */
export default defineControl({
	id: "service/rollback-ready",
	on: "service",
	field: "deploymentConfiguration.deploymentCircuitBreaker",
	title: "Failed deployments should be rolled back automatically",
	severity: "LOW",
	why: "Without a circuit breaker that rolls back, a deployment that is stopped or fails has nowhere to go back to, and ECS keeps starting tasks that fail.",
	remediation:
		"Enable the deployment circuit breaker with rollback (deploymentCircuitBreaker: enable and rollback true), with the " +
		"default threshold or one that a failing deployment reaches.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html",
	],
	settings: {
		maximumThreshold: integer(
			200,
			[1, 1_000_000],
			"The highest threshold of failed tasks that counts as reachable, if the desired count is lower.",
		),
	},
	examples: {
		pass: [
			{ title: "A circuit breaker with rollback", facts: aService() },
			{ title: "After three failed tasks", facts: counting("COUNT", 3) },
		],
		fail: [
			{ title: "No circuit breaker", facts: aService({ circuitBreaker: null }) },
			{
				title: "A circuit breaker without rollback",
				facts: aService({ circuitBreaker: { ...breaker, rollsBack: false } }),
			},
			{ title: "A threshold that is never reached", facts: counting("COUNT", 10_000) },
		],
	},

	evaluate: (facts, { maximumThreshold }) => judgeRollback(facts, maximumThreshold),
});
