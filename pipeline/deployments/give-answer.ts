import type { ActionResult } from "../../adapters/ecs/deployment-action.ts";
import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { ServiceSubject, TaskDefinitionSubject } from "../../core/subject.ts";
import { breakGlassOf, ownerOf, type RecordedAnswer } from "../../domain/approvals/approval.ts";
import { serviceOfDeployment } from "../../domain/approvals/waiting.ts";
import { breakGlassReason } from "../../domain/blocks/break-glass.ts";
import { targetOf } from "../../domain/blocks/words.ts";
import { describeRollback, isRolledBackOnRequest, standingOf } from "../../domain/services/rollback.ts";
import type { WorkerPorts } from "./worker-ports.ts";

export type AnswerPorts = Pick<
	WorkerPorts,
	"answers" | "replies" | "readServiceDeployment" | "continueDeployment" | "sendRecord" | "rules" | "now" | "telemetry"
>;

/** What has become of an answer. `unclear`: ECS may have been asked, and it cannot be told any more what it did. */
export type Outcome =
	| { readonly kind: "repeated" }
	| { readonly kind: "nothing" | "unclear"; readonly why: string }
	| { readonly kind: "given"; readonly answer: RecordedAnswer; readonly what: string };

export const nothing = (why: string): Outcome => ({ kind: "nothing", why });

/** The deployment that waits, as the ledger's record says. */
export interface Waiting {
	readonly subject: TaskDefinitionSubject | ServiceSubject;
	readonly record: BlockRecord;
}

/** Longer than the function's timeout: whoever has begun before is not at work any more. */
const leaseMs = 90_000;

export const isLeft = ({ state, stateAt }: RecordedAnswer, now: string): boolean =>
	state === "begun" && Date.parse(now) - Date.parse(stateAt) > leaseMs;

export const answeredOtherwise = "somebody else has answered, or the time-out of the hook was over";

/**
 * Asks ECS. `wasAsked`: an earlier invocation may have asked as well. Throws TryLaterError; if it is unknown then what ECS has done, the
 * answer remains begun.
 */
export async function give(
	answer: RecordedAnswer,
	wasAsked: boolean,
	waiting: Waiting,
	ports: AnswerPorts,
): Promise<Outcome> {
	const { kind, key } = answer;
	const action = kind === "approve" ? "CONTINUE" : "ROLLBACK";
	const result = await ports.continueDeployment({ deployment: key.deployment, id: key.hook }, action);
	switch (result.outcome) {
		case "done":
			return conclude(answer, recordOf(answer, waiting, ports), waiting, ports);
		case "unconfirmed":
			return conclude(answer, { ...recordOf(answer, waiting, ports), ...lost(result.reason, answer) }, waiting, ports);
		default:
			return fail(answer, wasAsked, result, ports);
	}
}

/** Somebody else may answer. Throws TryLaterError if the same answer may have an effect later, or has had one. */
async function fail(
	answer: RecordedAnswer,
	wasAsked: boolean,
	result: ActionResult,
	{ answers, now, telemetry }: AnswerPorts,
): Promise<Outcome> {
	const reason = "reason" in result ? result.reason : result.outcome;
	const mayChange = result.outcome === "gone" || result.outcome === "not-done";
	if (wasAsked && mayChange) throw new TryLaterError(`ECS may have been asked before: ${reason}`);
	await answers.end({ ...answer, state: "failed", stateAt: now() });
	if (result.outcome === "gone") return nothing(answeredOtherwise);
	if (result.outcome === "not-done") throw new TryLaterError(reason);
	telemetry.answerFailed(answer.key.deployment, reason);
	return { kind: wasAsked ? "unclear" : "nothing", why: `ECS did not take the answer: ${reason}` };
}

/** The hook does not wait any more, and an earlier invocation was stopped between asking ECS and recording it, or never had a response. */
export async function afterLostResponse(
	answer: RecordedAnswer,
	deployment: ServiceDeploymentFacts,
	waiting: Waiting,
	ports: AnswerPorts,
): Promise<Outcome> {
	const record = recordOf(answer, waiting, ports);
	const isBack = standingOf(deployment) === "given-up";
	if (answer.kind === "approve" && !isBack) return conclude(answer, record, waiting, ports);
	if (answer.kind === "refuse" && isRolledBackOnRequest(deployment))
		return conclude(answer, { ...record, ...lost(describeRollback(deployment), answer) }, waiting, ports);
	return abandon(answer, answeredOtherwise, ports);
}

/** Ends an answer of which it is not known whether ECS was asked: another one is possible. Throws TryLaterError while it may be given. */
export async function abandon(answer: RecordedAnswer, why: string, ports: AnswerPorts): Promise<Outcome> {
	const { answers, now } = ports;
	if (!isLeft(answer, now())) throw new TryLaterError("another invocation may be giving the same answer");
	await answers.end({ ...answer, state: "failed", stateAt: now() });
	return { kind: "unclear", why };
}

/** It may have been somebody else. */
const lost = (why: string, answer: RecordedAnswer) =>
	({ outcome: "gone", reason: `${why}; ${refusal(answer)}` }) as const;

const refusal = (answer: RecordedAnswer): string => `refused in Slack by ${ownerOf(answer)}: ${answer.reason}`;

/** Whether a record is that of an answer: something else may have ended the wait. */
export const isRecordOf = (answer: RecordedAnswer, { action, reason = "" }: BlockRecord): boolean =>
	action === "pause" && (answer.kind === "approve" ? reason === approval(answer) : reason.endsWith(refusal(answer)));

function approval(answer: RecordedAnswer): string {
	const place = serviceOfDeployment(answer.key.deployment) ?? { cluster: "", service: "" };
	return breakGlassReason(breakGlassOf(answer, place));
}

/** What is recorded of the deployment, in place of that it waits. An approval is break-glass from then on. */
function recordOf(answer: RecordedAnswer, { record }: Waiting, { now }: AnswerPorts): BlockRecord & { reason: string } {
	const { action, resource, revision, because } = record;
	const base = { action, resource, revision, because, at: now() };
	if (answer.kind === "refuse") return { ...base, outcome: "done", reason: refusal(answer), refused: true };
	return { ...base, outcome: "overridden", reason: approval(answer) };
}

/** Throws TryLaterError; then the answer remains begun, and is concluded when its message comes again. */
async function conclude(
	answer: RecordedAnswer,
	record: BlockRecord & { readonly reason: string },
	{ subject }: Waiting,
	{ answers, sendRecord, now, telemetry }: AnswerPorts,
): Promise<Outcome> {
	await sendRecord(subject, record);
	const given: RecordedAnswer = { ...answer, state: "done", stateAt: now() };
	await answers.end(given);
	telemetry.answered(answer, record);
	const name = subject.kind === "task-definition" ? subject.family : subject.name;
	return { kind: "given", answer: given, what: `${name}, ${targetOf(record)}` };
}
