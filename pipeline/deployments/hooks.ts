import type { ConfiguredHook, ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { Policy } from "../../core/policy.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { gateStages } from "../../domain/services/gate.ts";
import { isMarkedForShipshape, ownerOfPauses, pauseTag } from "../../domain/services/pause-hooks.ts";
import { attemptToRead } from "./judge.ts";
import type { DeploymentEvent, WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

/** What a lifecycle hook for Shipshape does: the switch in the policy that lets it decide. */
export type HookAction = "gate" | "pause";

/** ECS runs no hooks in rolling deployments. */
const hooksOf = ({ strategy, configuredHooks }: ServiceDeploymentFacts): readonly ConfiguredHook[] =>
	strategy === "ROLLING" ? [] : configuredHooks;

/** The stages before tasks get traffic in which a deployment waits in PAUSE hooks. */
export const pauseStages = (deployment: ServiceDeploymentFacts): readonly string[] =>
	gateStages.filter((stage) =>
		hooksOf(deployment).some(({ type, stages }) => type === "PAUSE" && stages.includes(stage)),
	);

/**
 * The lifecycle hooks that decide about a deployment before its tasks get traffic: the gate, and PAUSE hooks for Shipshape. Those in later
 * stages alone would come too late, so they do not count. `tag`: the service's.
 */
export function decidingHooks(
	deployment: ServiceDeploymentFacts,
	gateArn: string | null,
	tag: string | undefined,
): readonly HookAction[] {
	// The ARN may end in a version or an alias of the function.
	const isGate = ({ type, target }: ConfiguredHook): boolean =>
		type === "AWS_LAMBDA" && gateArn !== null && (target === gateArn || target?.startsWith(`${gateArn}:`) === true);
	const isEarly = ({ stages }: ConfiguredHook): boolean => stages.some((stage) => gateStages.includes(stage));
	const isGated = hooksOf(deployment).some((hook) => isGate(hook) && isEarly(hook));
	const isPaused = pauseStages(deployment).some((stage) => ownerOfPause(deployment, stage, tag) === "ours");
	return [...(isGated ? ["gate" as const] : []), ...(isPaused ? ["pause" as const] : [])];
}

/** Whether the policy, and each scope that says something about it, lets such a hook decide: nothing has to be read. */
export const isOnEverywhere = ({ block, scopes }: Policy, action: HookAction): boolean =>
	block[action] && !scopes.some((scope) => scope.block?.[action] === false);

/** Whose a PAUSE hook in a stage is. */
export function ownerOfPause(
	{ configuredHooks }: ServiceDeploymentFacts,
	stage: string,
	tag: string | undefined,
): ReturnType<typeof ownerOfPauses> {
	const here = configuredHooks.filter(({ type, stages }) => type === "PAUSE" && stages.includes(stage));
	return ownerOfPauses(
		here.map(({ details }) => details),
		stage,
		tag,
	);
}

/** Whether the service's tag says whose the PAUSE hooks in some stages are; a mark makes it unnecessary. */
export const needsPauseTag = ({ configuredHooks }: ServiceDeploymentFacts, stages: readonly string[]): boolean =>
	stages.some((stage) => !configuredHooks.some((hook) => isMarkedPause(hook) && hook.stages.includes(stage)));

/** The service's tag about its PAUSE hooks; undefined if there is none, or none is needed. */
export function readPauseTag(
	isNeeded: boolean,
	{ service }: Pick<DeploymentEvent, "service">,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Reading<string | undefined>> {
	return attemptToRead(examined, ports, async () => {
		if (!isNeeded) return { value: undefined };
		const described = await ports.readService(service, ports.now());
		if (!wasRead(described)) return described;
		const tags = described.value?.facts.tags ?? { value: {} };
		return wasRead(tags) ? { value: tags.value[pauseTag] } : tags;
	});
}

const isMarkedPause = ({ type, details }: ConfiguredHook): boolean => type === "PAUSE" && isMarkedForShipshape(details);
