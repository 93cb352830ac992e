import type { ClaimedAction, IntendedBlock } from "../../adapters/dynamodb/deployment-claims.ts";
import type { ActionResult } from "../../adapters/ecs/deployment-action.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { TryLaterError } from "../../core/errors.ts";
import { arnOf } from "../../core/subject.ts";
import type { DeploymentDecision } from "./decide.ts";
import { type Judgement, overrideBySwitch, retrySeconds } from "./judge.ts";
import { recordedWith } from "./read.ts";
import { type DeploymentEvent, done, type Handled, type WorkerPorts } from "./worker-ports.ts";
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
 * The same, unless the off switch was turned meanwhile: it is read again, because other readings came between the decision and the action.
 * A value of the last 30 s costs no call.
 */
export async function actUnlessOverridden(
	act: Act,
	judgement: Judgement,
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	const { decision } = await overrideBySwitch(judgement, event, examined, ports);
	const { kind, delaySeconds = retrySeconds, reason } = decision;
	if (kind === "wait") return { kind: "again", delaySeconds, reason };
	if (kind === "allow") return conclude({ ...decision, action: act.action, did: "nothing" }, examined, ports);
	return actOnce(act, examined, ports);
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
	const intended = blockBy({ ...base, outcome: "done", reason }, examined, now());
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
	switch (result.outcome) {
		case "not-done":
			// Nothing is left that could be recorded, whatever becomes of the deployment until it is tried again.
			await claims.end(claimed, "failed", null, now());
			throw new TryLaterError(result.reason);
		case "failed": {
			await claims.end(claimed, "failed", null, now());
			const failed = { ...base, outcome: "failed", reason: `${result.reason}; ${reason}` } as const;
			await report({ ...failed, did: "nothing" }, blockBy(failed, examined, now()), examined, ports);
			throw new TryLaterError(result.reason);
		}
		case "done":
			await concludeDone({ ...base, did, outcome: "done", reason }, { claimed, intended }, examined, ports);
			break;
		case "not-possible":
			await conclude(
				{ ...base, did: "nothing", outcome: "not-possible", reason: `${result.reason}; ${reason}` },
				examined,
				ports,
			);
			break;
		case "unconfirmed":
			await conclude({ ...base, did, outcome: "gone", reason: `${result.reason}; ${reason}` }, examined, ports);
			break;
		case "gone": {
			if (act.orElse !== undefined) {
				await claims.end(claimed, "failed", null, now());
				const handled = await act.orElse();
				if (handled !== null) return handled;
			}
			await conclude({ ...base, did: "nothing", outcome: "gone", reason }, examined, ports);
			break;
		}
	}
	await claims.end(claimed, "done", null, now());
	return done;
}

/** That it was done is known, so it is recorded later as that if it cannot be recorded now. Throws TryLaterError. */
async function concludeDone(
	conclusion: Conclusion,
	{ claimed, intended }: { readonly claimed: ClaimedAction; readonly intended: IntendedBlock },
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<void> {
	try {
		await report(conclusion, intended, examined, ports);
	} catch (error) {
		await ports.claims.end(claimed, "acted", intended, ports.now());
		throw error;
	}
}

/** Logs and records what was decided, if there is something to record. Throws TryLaterError. */
export function conclude(conclusion: Conclusion, examined: ExaminedDeployment, ports: WorkerPorts): Promise<Handled> {
	const { action, outcome } = conclusion;
	if (action === undefined || outcome === null) return report(conclusion, null, examined, ports);
	const block = blockBy({ ...conclusion, action, outcome }, examined, ports.now());
	// No call has failed here, so what has is the check.
	const stated = outcome === "failed" ? { ...block, record: { ...block.record, unchecked: true as const } } : block;
	return report(conclusion, stated, examined, ports);
}

async function report(
	conclusion: Conclusion,
	block: IntendedBlock | null,
	examined: ExaminedDeployment,
	{ sendRecord, telemetry }: WorkerPorts,
): Promise<Handled> {
	telemetry.decided(conclusion, examined);
	if (block !== null) await sendRecord(block.subject, block.record);
	return done;
}

/** What is recorded, and with what. */
function blockBy(
	{
		action,
		outcome,
		because,
		reason,
		waitsIn,
	}: Pick<BlockRecord, "action" | "outcome" | "because" | "waitsIn"> & { readonly reason: string },
	{ deployment, serviceRevision, service, ...examined }: ExaminedDeployment,
	at: string,
): IntendedBlock {
	// A task set has no service revision. Nothing but the service is known if its deployments could not be listed.
	const resource = serviceRevision ?? deployment ?? arnOf(service);
	const { subject, revision } = recordedWith(examined, service);
	const waiting = waitsIn === undefined ? {} : { waitsIn };
	return { subject, record: { action, resource, revision, because, at, outcome, reason, ...waiting } };
}
