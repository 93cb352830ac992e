import type { ServiceFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import { wasRead } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, type Judgement, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { serviceName } from "./service-name.ts";

/** The strategies in which ECS calls lifecycle hooks (DeploymentLifecycleHook of the ECS API: all stages are those of these). */
const gateable = ["BLUE_GREEN", "LINEAR", "CANARY"];

/**
 * The stages in which a hook decides about a deployment before its tasks get traffic. Later ones come when traffic moves or has moved, and
 * again in a rollback; RECONCILE_SERVICE comes only in some deployments.
 */
export const gateStages: readonly string[] = ["PRE_SCALE_UP", "POST_SCALE_UP"];

/** Judges whether ECS calls a gate before the tasks of a deployment get traffic; its functions have names that match one of the globs. */
export function judgeGate(facts: ServiceFacts, gateFunctions: readonly string[]): Judgement {
	const { deploymentController: controller, deploymentStrategy: strategy, lifecycleHooks, gateExemption } = facts;
	const name = serviceName(facts);
	if (controller === "CODE_DEPLOY" || controller === "EXTERNAL") {
		const instead = "shipshape gate in its pipeline can check what it deploys";
		return notApplicable(`${name}: ${controller} controls its deployments, in which ECS calls no hooks; ${instead}`);
	}
	if (controller !== "ECS") {
		return unknown(`${name}: the deployment controller "${formatForDisplay(controller)}" is not recognized`);
	}
	if (strategy === "ROLLING") {
		const instead = "the policy's block.stop-deployment stops those that fail";
		return notApplicable(`${name}: ECS calls no hooks in rolling updates; ${instead}`);
	}
	if (!gateable.includes(strategy)) {
		return unknown(`${name}: the deployment strategy "${formatForDisplay(strategy)}" is not recognized`);
	}
	const gates = lifecycleHooks.filter((hook) => gateFunctions.some((glob) => globMatches(glob, hook.function)));
	const stages = [...new Set(gates.flatMap((gate) => gate.stages))];
	const [stage] = gateStages.filter((one) => stages.includes(one));
	if (stage !== undefined) return pass(`${name}: its deployments are gated at ${stage}`);
	const { [0]: late } = stages;
	const problem =
		late === undefined
			? `no lifecycle hook of its ${strategy} deployments calls the gate`
			: `its gate is called too late, at ${formatForDisplay(late)}`;
	if (!wasRead(gateExemption)) {
		return unknown(`${name}: ${problem}, and cannot tell whether the policy blocks them: ${gateExemption.unread}`);
	}
	if (gateExemption.value !== null) return notApplicable(`${name}: ${problem}, but ${gateExemption.value}`);
	return fail(`${name}: ${problem}`);
}
