import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { RevisionName } from "../../adapters/ecs/service-facts.ts";
import { wasRead } from "../../core/reading.ts";
import { actUnlessOverridden, conclude } from "./act.ts";
import { allow } from "./decide.ts";
import { attemptToRead, type Judgement, judgeRevision } from "./judge.ts";
import { recordAfterSetBack, settle } from "./settle.ts";
import type { DeploymentEvent, Handled, WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

const action = "set-back";

/**
 * A deployment is complete for ECS, so it cannot be stopped any more. If it was so early (`earlySuccessCriteria`) and the policy says so,
 * the service is set back to the revision before, unless that one would be refused as well: its deployment is one like any other, and
 * would be stopped. Throws TryLaterError.
 */
export async function setBackCompleted(
	deployment: ServiceDeploymentFacts,
	judgement: Judgement,
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	const { decision, policy } = judgement;
	const { outcome } = decision;
	const isSetBack = policy.block[action] && deployment.hasEarlySuccess;
	if (decision.kind === "wait") {
		const { reason, delaySeconds = 30, awaits } = decision;
		// Only a scan has nothing to do with what can still be recorded: AWS has to respond to know whether it should have been stopped.
		if (isSetBack || awaits !== "scan") return { kind: "again", delaySeconds, reason };
		return conclude({ ...decision, did: "nothing" }, examined, ports);
	}
	if (outcome !== "done" && outcome !== "would-have") {
		const spared = isSetBack ? action : "stop-deployment";
		return conclude({ ...decision, action: spared, did: "nothing" }, examined, ports);
	}
	if (!isSetBack) {
		const reason = `ECS regards it as complete; ${decision.reason}`;
		return conclude(
			{ ...decision, action: "stop-deployment", did: "nothing", outcome: "gone", reason },
			examined,
			ports,
		);
	}
	const conclusion = { ...decision, action, did: "nothing" } as const;
	const notPossible = (why: string) =>
		conclude({ ...conclusion, outcome: "not-possible", reason: `${why}; ${decision.reason}` }, examined, ports);
	if (examined.family === null) return notPossible("it is unknown whether the service still runs what was deployed");
	const [source, ...others] = deployment.sources;
	if (source === undefined)
		return notPossible("it is the first deployment of the service, which has nothing to go back to");
	if (others.length > 0) return notPossible("the service ran several revisions before");
	if (outcome === "would-have") return conclude(conclusion, examined, ports);

	const before: ExaminedDeployment = { ...examined, family: null, revision: null };
	const judged = await judgeRevision("stop-deployment", source, event, before, ports);
	const { kind, isUnchecked, delaySeconds = 30, reason } = judged.decision;
	if (kind === "wait") return { kind: "again", delaySeconds, reason: `the revision before: ${reason}` };
	const { family, revision } = before;
	if (kind !== "allow" || isUnchecked === true || family === null || revision === null) {
		return notPossible(`the revision before would not be allowed either (${reason})`);
	}
	const service = await attemptToRead(examined, ports, () => ports.readService(event.service, ports.now()));
	if (!wasRead(service)) return { kind: "again", delaySeconds, reason: service.unread };
	const runs = service.value?.runs ?? null;
	if (isSame(runs, before)) {
		// By an earlier delivery, whose deployment ECS does not list yet.
		await settle({ deployment: deployment.arn, action }, ports, async (record) => recordAfterSetBack(record));
		return conclude({ ...allow("the service is set back already"), did: "nothing" }, examined, ports);
	}
	if (!isSame(runs, examined)) {
		return conclude({ ...conclusion, outcome: "gone" }, examined, ports);
	}
	const run = () => ports.setBack(event.service, { family: family.family, revision });
	const act = { deployment: deployment.arn, action, did: "set-back", decision, run } as const;
	return actUnlessOverridden(act, judgement, event, examined, ports);
}

const isSame = (runs: RevisionName | null, { family, revision }: ExaminedDeployment): boolean =>
	runs !== null && runs.family === family?.family && runs.revision === revision;
