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

/** A deployment waits for scans and for AWS for up to 15 minutes, and then for the next question of ECS. */
const maxAnswerMinutes = 20;

type Hook = ServiceFacts["lifecycleHooks"][number];

/**
 * Judges whether a gate, or a PAUSE hook that Shipshape answers, decides about a deployment before its tasks get traffic. The functions of
 * gates have names that match one of the globs.
 */
export function judgeGate(facts: ServiceFacts, gateFunctions: readonly string[]): Judgement {
	const { deploymentController: controller, deploymentStrategy: strategy, lifecycleHooks, isPauseJudged } = facts;
	const { gateExemption } = facts;
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
	const isGate = ({ function: called }: Hook): boolean =>
		called !== null && gateFunctions.some((glob) => globMatches(glob, called));
	const pauses = lifecycleHooks.filter((hook) => hook.function === null);
	const judging = [...lifecycleHooks.filter(isGate), ...(wasRead(isPauseJudged) && isPauseJudged.value ? pauses : [])];
	const found = judging.map((hook) => ({ hook, stage: earlyStageOf(hook), problem: timeoutProblemOf(hook) }));
	const good = found.find(({ stage, problem }) => stage !== undefined && problem === null);
	if (good?.stage !== undefined) return pass(`${name}: its deployments are ${wordsFor(good.hook)} at ${good.stage}`);
	const { problem, remediation } =
		found.find(({ stage }) => stage !== undefined)?.problem ??
		pauseProblemOf(pauses, isPauseJudged) ??
		attachmentProblemOf(judging, strategy);
	if (!wasRead(gateExemption)) {
		return unknown(`${name}: ${problem}; whether the policy exempts it is unknown (${gateExemption.unread})`);
	}
	if (gateExemption.value !== null) return notApplicable(`${name}: ${problem}, but ${gateExemption.value}`);
	if (pauses.some((hook) => earlyStageOf(hook) !== undefined) && !wasRead(isPauseJudged))
		return unknown(`${name}: ${problem}`);
	return fail(`${name}: ${problem}`, remediation === undefined ? {} : { remediation });
}

const earlyStageOf = ({ stages }: Hook): string | undefined => gateStages.find((stage) => stages.includes(stage));

const wordsFor = (hook: Hook): string => (hook.function === null ? "judged in a PAUSE hook" : "gated");

interface Problem {
	readonly problem: string;
	/** Absent: that of the control. */
	readonly remediation?: string;
}

/** Why ECS does not wait for the answer of a gate, or of a PAUSE hook, or lets the deployment go on without one. */
function timeoutProblemOf(hook: Hook): Problem | null {
	const what = hook.function === null ? "its PAUSE hook" : "its gate";
	const { minutes, action } = hook.timeout;
	if (action !== "ROLLBACK") {
		return {
			problem: `${what} lets a deployment go on unchecked when it times out (${formatForDisplay(action)})`,
			remediation: 'Write "action": "ROLLBACK" in the timeoutConfiguration of the hook, or leave the action out.',
		};
	}
	if (minutes > maxAnswerMinutes) return null;
	return {
		problem: `${what} times out after ${minutes} min, and ECS then rolls back what still waits for a scan or for AWS`,
		remediation:
			`Write a timeoutInMinutes above ${maxAnswerMinutes} in the timeoutConfiguration of the hook, or leave it out for the default ` +
			"of 1,440: a deployment waits for scans and for AWS for up to 15 minutes.",
	};
}

/** Why PAUSE hooks that are early enough judge nothing; null if there is none. */
function pauseProblemOf(pauses: readonly Hook[], isJudged: ServiceFacts["isPauseJudged"]): Problem | null {
	const [stage] = pauses.flatMap((hook) => earlyStageOf(hook) ?? []);
	if (stage === undefined) return null;
	if (!wasRead(isJudged))
		return {
			problem: `cannot tell whether its PAUSE hook at ${stage} is answered by a verdict, because ${isJudged.unread}`,
		};
	return isJudged.value
		? null
		: {
				problem: `its PAUSE hook at ${stage} lets every deployment go on, because the policy's block.pause is false`,
				remediation: "Set block.pause to true in the policy, or attach the gate as a lifecycle hook at PRE_SCALE_UP.",
			};
}

function attachmentProblemOf(judging: readonly Hook[], strategy: string): Problem {
	const [late] = judging.flatMap((hook) => hook.stages.map((stage) => ({ hook, stage })));
	if (late === undefined) return { problem: `no lifecycle hook of its ${strategy} deployments calls the gate` };
	const what = late.hook.function === null ? "its PAUSE hook comes" : "its gate is called";
	return { problem: `${what} too late, at ${formatForDisplay(late.stage)}` };
}
