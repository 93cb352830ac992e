import type { ClaimedAction } from "../../adapters/dynamodb/deployment-claims.ts";
import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { TryLaterError } from "../../core/errors.ts";
import { describeRollback, isRolledBackOnRequest } from "../../domain/services/rollback.ts";
import type { WorkerPorts } from "./worker-ports.ts";

/**
 * Records what an invocation has begun that was stopped before it could, or whose outcome it never learned. `recordOf`: what is recorded
 * of an action whose response is unknown; null if that cannot be told yet. Throws TryLaterError.
 */
export async function settle(
	claimed: ClaimedAction,
	{ claims, now, sendRecord, telemetry }: WorkerPorts,
	recordOf: (intended: BlockRecord) => Promise<BlockRecord | null>,
): Promise<void> {
	const left = await claims.unrecorded(claimed, now());
	if (left === null) return;
	if (left === "busy") throw new TryLaterError("another invocation acts on the deployment");
	const { subject, record: intended } = left.intended;
	const record = left.isDone ? intended : await recordOf(intended);
	if (record === null) return;
	await sendRecord(subject, record);
	await claims.end(claimed, "done", null, now());
	telemetry.skipped(claimed.deployment, "what an earlier invocation has done is recorded");
}

/** Our clock and ECS's differ, and ECS may round. */
const maxSkewMs = 2_000;

/**
 * What is recorded of a rollback that was begun, and whose call may have been sent, but whose response is unknown: never that it was done,
 * because a rollback that ECS has begun since then may be somebody else's. Null is a deployment that does not exist any more.
 */
export function recordAfterRollback(intended: BlockRecord, deployment: ServiceDeploymentFacts | null): BlockRecord {
	const gone = { ...intended, outcome: "gone" } as const;
	if (deployment === null || !isRolledBackOnRequest(deployment)) return gone;
	const { startedAt } = deployment.rollback;
	const isBefore = startedAt !== null && Date.parse(startedAt) < Date.parse(intended.at) - maxSkewMs;
	return isBefore ? gone : { ...gone, reason: `${describeRollback(deployment)}; ${intended.reason}` };
}

/** The same of a service that was to be set back, and that runs the revision before, or has a newer deployment: that may be somebody else's. */
export const recordAfterSetBack = (intended: BlockRecord): BlockRecord => ({
	...intended,
	outcome: "gone",
	reason: `the response to the call was lost, and the service was deployed again since, without ECS saying by whom; ${intended.reason}`,
});
