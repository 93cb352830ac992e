import type { ActionResult } from "../../adapters/ecs/deployment-action.ts";
import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { TryLaterError } from "../../core/errors.ts";
import { wasRead } from "../../core/reading.ts";
import type { ServiceSubject, TaskDefinitionSubject } from "../../core/subject.ts";
import { type Answer, breakGlassOf, ownerOf, type RecordedAnswer } from "../../domain/approvals/approval.ts";
import { serviceOfDeployment, waitingRecord } from "../../domain/approvals/waiting.ts";
import { breakGlassReason } from "../../domain/blocks/break-glass.ts";
import { targetOf } from "../../domain/blocks/words.ts";
import { describeRollback, isRolledBackOnRequest, standingOf } from "../../domain/services/rollback.ts";
import type { AnswerMessage } from "../answer-message.ts";
import type { WorkerPorts } from "./worker-ports.ts";

type AnswerPorts = Pick<
	WorkerPorts,
	"answers" | "replies" | "readServiceDeployment" | "continueDeployment" | "sendRecord" | "rules" | "now" | "telemetry"
>;

/** After that nobody expects any more that an answer has an effect. */
const maxAgeMs = 3_600_000;

/**
 * Gives the answer of a person to a deployment that waits: lets it go on, or has it rolled back, once, and only if everything is as the
 * message says that the person has answered. Otherwise nothing changes, and the person is told why. Throws TryLaterError.
 */
export async function answerDeployment({ answer, message }: AnswerMessage, ports: AnswerPorts): Promise<void> {
	const outcome = await decide(answer, ports);
	switch (outcome.kind) {
		case "repeated":
			return ports.telemetry.skipped(answer.key.deployment, "the answer was given before");
		case "nothing":
			ports.telemetry.skipped(answer.key.deployment, `the answer of ${answer.user} changes nothing: ${outcome.why}`);
			return ports.replies.tell(message, answer.user, `Nothing has changed: ${outcome.why}.`);
		case "given":
			return ports.replies.show(message, outcome.answer, outcome.what);
	}
}

type Outcome =
	| { readonly kind: "repeated" }
	| { readonly kind: "nothing"; readonly why: string }
	| { readonly kind: "given"; readonly answer: RecordedAnswer; readonly what: string };

const tooLate = "the deployment does not wait for an answer any more";

const nothing = (why: string): Outcome => ({ kind: "nothing", why });

/** The deployment that waits, as the ledger's record says. */
interface Waiting {
	readonly subject: TaskDefinitionSubject | ServiceSubject;
	readonly record: BlockRecord;
}

async function decide(answer: Answer, ports: AnswerPorts): Promise<Outcome> {
	const { answers, rules, now } = ports;
	const { key, user } = answer;
	const { approvers, approvalHours } = rules.policy.slack;
	if (!approvers.includes(user)) return nothing(`${user} is not in slack.approvers of the policy`);
	if (Date.parse(now()) - Date.parse(answer.at) > maxAgeMs)
		return nothing("the answer could not be given within an hour; answer again");
	const before = await answers.find(key);
	const isOurs = before?.submission === answer.submission;
	if (isOurs && before.state === "done") return { kind: "repeated" };
	if (before !== null && before.state !== "failed" && !isOurs) return nothing(describe(before));
	const waiting = await waitingFor(answer, ports);
	if (waiting === null && isOurs && before.state === "begun") {
		await answers.end({ ...before, state: "done", stateAt: now() });
		return { kind: "repeated" };
	}
	if (waiting === null) return nothing(tooLate);
	const deployment = await ports.readServiceDeployment(key.deployment);
	if (!wasRead(deployment)) return nothing(`cannot tell whether the deployment still waits: ${deployment.unread}`);
	if (deployment.value === null) return nothing("the deployment does not exist any more");
	if (deployment.value.target !== waiting.record.resource)
		return nothing("the deployment is of another service revision than the one that the message is about");
	const recorded: RecordedAnswer = {
		...answer,
		...{ state: "begun", stateAt: now(), because: waiting.record.because },
		until: new Date(Date.parse(answer.at) + approvalHours * 3_600_000).toISOString(),
		family: waiting.subject.kind === "task-definition" ? waiting.subject.family : "",
	};
	if (!waitsIn(deployment.value, key.hook))
		return isOurs && before.state === "begun"
			? afterLostResponse(recorded, deployment.value, waiting, ports)
			: nothing(tooLate);
	const other = await answers.begin(recorded);
	if (other === null) return give(recorded, waiting, ports);
	if (other.submission === answer.submission)
		throw new TryLaterError("another invocation gives the same answer, or its response was lost");
	return nothing(describe(other));
}

/** Null if the ledger has no such deployment that is left to a person. Throws TryLaterError. */
async function waitingFor({ key }: Answer, { answers }: AnswerPorts): Promise<Waiting | null> {
	const entry = await answers.entry(key.entry);
	const record = entry === null ? null : waitingRecord(entry, key);
	if (entry === null || record === null) return null;
	const { subject } = entry;
	return subject.kind === "task-definition" || subject.kind === "service" ? { subject, record } : null;
}

const waitsIn = (deployment: ServiceDeploymentFacts, hook: string): boolean =>
	standingOf(deployment) === "open" &&
	deployment.hooks.some(({ id, status }) => id === hook && status === "AWAITING_ACTION");

/** Asks ECS. Throws TryLaterError; if it is unknown then what ECS has done, the answer remains begun. */
async function give(answer: RecordedAnswer, waiting: Waiting, ports: AnswerPorts): Promise<Outcome> {
	const { kind, key } = answer;
	const action = kind === "approve" ? "CONTINUE" : "ROLLBACK";
	const result = await ports.continueDeployment({ deployment: key.deployment, id: key.hook }, action);
	switch (result.outcome) {
		case "done":
			return conclude(answer, recordOf(answer, waiting, ports), waiting, ports);
		case "unconfirmed":
			return conclude(answer, { ...recordOf(answer, waiting, ports), ...lost(result.reason, answer) }, waiting, ports);
		default:
			return fail(answer, result, ports);
	}
}

/** Somebody else may answer. Throws TryLaterError if the same answer may have an effect later. */
async function fail(
	answer: RecordedAnswer,
	result: ActionResult,
	{ answers, now, telemetry }: AnswerPorts,
): Promise<Outcome> {
	await answers.end({ ...answer, state: "failed", stateAt: now() });
	if (result.outcome === "gone") return nothing("somebody else has answered, or the time-out of the hook was over");
	const reason = "reason" in result ? result.reason : result.outcome;
	if (result.outcome === "not-done") throw new TryLaterError(reason);
	telemetry.answerFailed(answer.key.deployment, reason);
	return nothing(`ECS did not take the answer: ${reason}`);
}

/** An earlier invocation was stopped between asking ECS and recording it, or never had a response. */
async function afterLostResponse(
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
	return fail(answer, { outcome: "gone" }, ports);
}

/** It may have been somebody else. */
const lost = (why: string, answer: RecordedAnswer) =>
	({ outcome: "gone", reason: `${why}; ${refusal(answer)}` }) as const;

const refusal = (answer: RecordedAnswer): string => `refused in Slack by ${ownerOf(answer)}: ${answer.reason}`;

/** What is recorded of the deployment, in place of that it waits. An approval is break-glass from then on. */
function recordOf(answer: RecordedAnswer, { record }: Waiting, { now }: AnswerPorts): BlockRecord & { reason: string } {
	const { action, resource, revision, because } = record;
	const base = { action, resource, revision, because, at: now() };
	if (answer.kind === "refuse") return { ...base, outcome: "done", reason: refusal(answer) };
	const place = serviceOfDeployment(answer.key.deployment) ?? { cluster: "", service: "" };
	return { ...base, outcome: "overridden", reason: breakGlassReason(breakGlassOf(answer, place)) };
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

/** An answer that was given before, for the one whose click is too late. */
function describe({ kind, state, at, ...who }: RecordedAnswer): string {
	const verb = { approve: "approved", refuse: "refused" }[kind];
	const time = `${at.slice(0, 16).replace("T", " ")} UTC`;
	return state === "done"
		? `it was already ${verb} by ${ownerOf(who)} at ${time}`
		: `it is being ${verb} by ${ownerOf(who)}, who answered at ${time}`;
}
