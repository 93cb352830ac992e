import type { ConfiguredHook, ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { type Fields, fieldsIn } from "../../core/json.ts";

/**
 * `open`: it goes forward, and can be stopped; `given-up`: ECS rolls it back or stops it, or did; `complete`: ECS regards it as
 * successful; `ended` in another way, such as by a newer deployment.
 */
export type Standing = "open" | "given-up" | "complete" | "ended";

/** Statuses: Amazon ECS API reference, ServiceDeployment. One that is not documented there is nothing to act on. */
export function standingOf({ status, isRollback }: ServiceDeploymentFacts): Standing {
	if (isRollback || status.startsWith("ROLLBACK_") || status === "STOP_REQUESTED") return "given-up";
	if (status === "PENDING" || status === "IN_PROGRESS") return "open";
	return status === "SUCCESSFUL" ? "complete" : "ended";
}

/** Our clock and ECS's differ, and ECS may round. */
const maxSkewMs = 2_000;

/**
 * What became of a rollback that was begun, and whose call may have been sent, but whose response is unknown: `done` only if ECS rolls the
 * deployment back since then, and not by itself. Null is a deployment that does not exist any more.
 */
export function outcomeAfter({ at: begunAt }: BlockRecord, deployment: ServiceDeploymentFacts | null): "done" | "gone" {
	if (deployment?.status.startsWith("ROLLBACK_") !== true) return "gone";
	const { isAutomatic, startedAt } = deployment.rollback;
	const isBefore = startedAt !== null && Date.parse(startedAt) < Date.parse(begunAt) - maxSkewMs;
	return isBefore || isAutomatic ? "gone" : "done";
}

/** The details of a PAUSE hook that says that it waits for Shipshape: `{"shipshape": "gate"}`. */
const [markKey, markValue] = ["shipshape", "gate"];

/** The tag of a service that says in which stages its only PAUSE hook waits for Shipshape, separated by spaces. */
export const pauseTag = "shipshape:pause";

/** Whether a lifecycle hook of the deployment decides about it: the gate, or a marked PAUSE hook. ECS runs none in rolling deployments. */
export function isLeftToHooks({ strategy, configuredHooks }: ServiceDeploymentFacts, gateArn: string | null): boolean {
	// The ARN may end in a version or an alias of the function.
	const isGate = ({ type, target }: ConfiguredHook): boolean =>
		type === "AWS_LAMBDA" && gateArn !== null && (target === gateArn || target?.startsWith(`${gateArn}:`) === true);
	return strategy !== "ROLLING" && configuredHooks.some((hook) => isGate(hook) || isMarkedPause(hook));
}

/** Whose a PAUSE hook in a stage is; `unclear`: there are several, and an event does not say of which it is. */
export function ownerOfPause(
	{ configuredHooks }: ServiceDeploymentFacts,
	stage: string,
	tag: string | undefined,
): "ours" | "foreign" | "unclear" {
	const here = configuredHooks.filter(({ type, stages }) => type === "PAUSE" && stages.includes(stage));
	const marked = here.filter(isMarkedPause).length;
	const isTagged = tag?.split(/\s+/).includes(stage) === true;
	if (marked === 0 && !isTagged) return "foreign";
	const isClear = marked === 0 ? here.length === 1 : marked === here.length;
	return isClear ? "ours" : "unclear";
}

/** Whether a mark answers whose the hook is, so that no tag has to be read. */
export const hasMarkedPause = ({ configuredHooks }: ServiceDeploymentFacts, stage: string): boolean =>
	configuredHooks.some((hook) => isMarkedPause(hook) && hook.stages.includes(stage));

const isMarkedPause = ({ type, details }: ConfiguredHook): boolean =>
	type === "PAUSE" && fieldsOf(details)[markKey] === markValue;

/** CloudFormation takes the details as a string with JSON (AWS::ECS::Service DeploymentLifecycleHook). */
function fieldsOf(details: unknown): Fields {
	if (typeof details !== "string") return fieldsIn(details);
	try {
		return fieldsIn(JSON.parse(details));
	} catch {
		return {};
	}
}
