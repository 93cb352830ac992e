import type { ConfiguredHook, ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { Policy } from "../../core/policy.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { isMarkedForShipshape, ownerOfPauses, pauseTag } from "../../domain/services/pause-hooks.ts";
import { attemptToRead } from "./judge.ts";
import type { DeploymentEvent, WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

/** What a lifecycle hook for Shipshape does: the switch in the policy that lets it decide. */
export type HookAction = "gate" | "pause";

/** ECS runs no hooks in rolling deployments. */
const hooksOf = ({ strategy, configuredHooks }: ServiceDeploymentFacts): readonly ConfiguredHook[] =>
	strategy === "ROLLING" ? [] : configuredHooks;

/** The stages in which a deployment waits in PAUSE hooks. */
export const pauseStages = (deployment: ServiceDeploymentFacts): readonly string[] => [
	...new Set(hooksOf(deployment).flatMap(({ type, stages }) => (type === "PAUSE" ? stages : []))),
];

/** The lifecycle hooks of a deployment that are there for Shipshape: the gate, and PAUSE hooks that it answers. `tag`: the service's. */
export function hooksForUs(
	deployment: ServiceDeploymentFacts,
	gateArn: string | null,
	tag: string | undefined,
): readonly HookAction[] {
	// The ARN may end in a version or an alias of the function.
	const isGate = ({ type, target }: ConfiguredHook): boolean =>
		type === "AWS_LAMBDA" && gateArn !== null && (target === gateArn || target?.startsWith(`${gateArn}:`) === true);
	const isGated = hooksOf(deployment).some(isGate);
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
