import type { ClaimedAction, IntendedBlock } from "../../adapters/dynamodb/deployment-claims.ts";
import type { ActionResult } from "../../adapters/ecs/deployment-action.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { DeploymentDecision } from "./decide.ts";
import { done, type Handled, type WorkerPorts } from "./worker-ports.ts";
import type { Conclusion, ExaminedDeployment } from "./worker-telemetry.ts";

type Acting = "pause" | "stop-deployment" | "set-back";

/** What is to be done about a deployment that is refused. */
interface Act {
	/** ARN of the service deployment. */
	readonly deployment: string;
	readonly action: Acting;
	readonly did: Conclusion["did"];
	readonly decision: DeploymentDecision;
	readonly run: () => Promise<ActionResult>;
	/** What to do if there is nothing to act on any more; null or absent: that is recorded. */
	readonly orElse?: () => Promise<Handled | null>;
}

/**
 * Acts on a deployment once, however often its event is delivered, and has the outcome recorded. The claim is written before, so that an
 * action is recorded even if the function is stopped right after it. Throws TryLaterError, also after an action that has failed, so that
 * it is tried again.
 */
export async function actOnce(act: Act, examined: ExaminedDeployment, ports: WorkerPorts): Promise<Handled> {
	const { deployment, action, did, decision, run } = act;
	const { claims, now } = ports;
	const claimed = { deployment, action };
	const { because, reason, isUnchecked } = decision;
	const base = { action, because, ...(isUnchecked === undefined ? {} : { isUnchecked }) };
	const intended = intendedBy({ ...base, did, outcome: "done", reason }, examined, now());
	const claim = await claims.begin(claimed, intended, now());
	if (claim === "busy") throw new TryLaterError("another invocation acts on the deployment");
	if (claim === "done") {
		ports.telemetry.skipped(deployment, "another invocation has acted on the deployment");
		return done;
	}
	let result: ActionResult;
	try {
		result = await run();
	} catch (error) {
		await claims.end(claimed, "unknown", intended, now());
		throw error;
	}
	if (result.outcome === "not-done") {
		// Nothing is left that could be recorded, whatever becomes of the deployment until it is tried again.
		await claims.end(claimed, "failed", null, now());
		throw new TryLaterError(result.reason);
	}
	if (result.outcome === "failed") {
		await claims.end(claimed, "failed", null, now());
		const failed = { ...base, did: "nothing", outcome: "failed", reason: `${result.reason}; ${reason}` } as const;
		await report(failed, intendedBy(failed, examined, now()), examined, ports);
		throw new TryLaterError(result.reason);
	}
	const { outcome } = result;
	if (outcome === "gone" && act.orElse !== undefined) {
		await claims.end(claimed, "failed", null, now());
		const handled = await act.orElse();
		if (handled !== null) return handled;
	}
	await conclude({ ...base, did: outcome === "done" ? did : "nothing", outcome, reason }, examined, ports);
	await claims.end(claimed, "done", null, now());
	return done;
}

/**
 * Records what an invocation has begun that was stopped before it could, or whose outcome it never learned. `outcomeOf`: what became of
 * it, null if that cannot be told. Throws TryLaterError.
 */
export async function settle(
	claimed: ClaimedAction,
	{ claims, now, sendRecord, telemetry }: WorkerPorts,
	outcomeOf: (record: BlockRecord) => Promise<"done" | "gone" | null>,
): Promise<void> {
	const left = await claims.unrecorded(claimed, now());
	if (left === null) return;
	if (left === "busy") throw new TryLaterError("another invocation acts on the deployment");
	const outcome = await outcomeOf(left.record);
	if (outcome === null) return;
	await sendRecord(left.family, { ...left.record, outcome });
	await claims.end(claimed, "done", null, now());
	telemetry.skipped(claimed.deployment, "what an earlier invocation has done is recorded");
}

/** Logs and records what was decided, if there is something to record. Throws TryLaterError. */
export function conclude(conclusion: Conclusion, examined: ExaminedDeployment, ports: WorkerPorts): Promise<Handled> {
	const intended = intendedBy(conclusion, examined, ports.now());
	// No call has failed here, so what has is the check.
	const isUnchecked = intended?.record.outcome === "failed";
	const stated = isUnchecked ? { ...intended, record: { ...intended.record, unchecked: true as const } } : intended;
	return report(conclusion, stated, examined, ports);
}

async function report(
	conclusion: Conclusion,
	intended: IntendedBlock | null,
	examined: ExaminedDeployment,
	{ sendRecord, telemetry }: WorkerPorts,
): Promise<Handled> {
	telemetry.decided(conclusion, examined);
	if (intended !== null) await sendRecord(intended.family, intended.record);
	return done;
}

/** Null if there is nothing to record, or no family to record it with. */
function intendedBy(
	{ action, outcome, because, reason }: Conclusion,
	{ family, revision, serviceRevision, service }: ExaminedDeployment,
	at: string,
): IntendedBlock | null {
	if (action === undefined || outcome === null || family === null || revision === null) return null;
	// A service of another deployment controller has no service revisions.
	const record: BlockRecord = {
		action,
		resource: serviceRevision ?? service,
		revision,
		because,
		at,
		outcome,
		reason,
	};
	return { family, record };
}
