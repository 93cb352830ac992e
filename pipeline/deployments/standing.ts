import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { BlockRecord } from "../../core/block-record.ts";

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
