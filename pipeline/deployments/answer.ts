import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { wasRead } from "../../core/reading.ts";
import { formatMinute } from "../../core/text.ts";
import { type Answer, ownerOf, type RecordedAnswer } from "../../domain/approvals/approval.ts";
import { waitingRecord } from "../../domain/approvals/waiting.ts";
import { standingOf } from "../../domain/services/rollback.ts";
import type { AnswerMessage } from "../answer-message.ts";
import {
	type AnswerPorts,
	abandon,
	afterLostResponse,
	answeredOtherwise,
	give,
	isLeft,
	isRecordOf,
	nothing,
	type Outcome,
	type Waiting,
} from "./give-answer.ts";

/** After that nobody expects any more that an answer has an effect. */
const maxAgeMs = 3_600_000;

/**
 * Gives the answer of a person to a deployment that waits: lets it go on, or has it rolled back, once, and only if everything is as the
 * message says that the person has answered. Otherwise nothing changes, and the person is told why. What an earlier invocation has begun
 * is ended first, whatever has changed since: ECS may have been asked. Throws TryLaterError.
 */
export async function answerDeployment({ answer, message }: AnswerMessage, ports: AnswerPorts): Promise<void> {
	const outcome = await decide(answer, ports);
	const { telemetry, replies } = ports;
	const { key, user } = answer;
	switch (outcome.kind) {
		case "repeated":
			return telemetry.skipped(key.deployment, "the answer was given before");
		case "nothing":
			telemetry.skipped(key.deployment, `the answer of ${user} changes nothing: ${outcome.why}`);
			return replies.tell(message, user, `Nothing has changed: ${outcome.why}.`);
		case "unclear":
			telemetry.skipped(key.deployment, `it is not known whether ECS has taken the answer of ${user}: ${outcome.why}`);
			return replies.tell(
				message,
				user,
				`It is not known whether ECS has taken your answer: ${outcome.why}. Look at the deployment in ECS.`,
			);
		case "given":
			return replies.show(message, outcome.answer, outcome.what);
	}
}

const tooLate = "the deployment does not wait for an answer any more";

async function decide(answer: Answer, ports: AnswerPorts): Promise<Outcome> {
	const { answers, rules, now } = ports;
	const { key, user } = answer;
	const before = await answers.find(key);
	const isOurs = before?.submission === answer.submission;
	if (isOurs && before.state === "done") return { kind: "repeated" };
	const asked = isOurs && before.state === "begun" ? before : null;
	const ended = asked === null ? null : await resume(asked, ports);
	if (ended !== null) return ended;
	const refuse = async (why: string): Promise<Outcome> => (asked === null ? nothing(why) : abandon(asked, why, ports));
	const { approvers, approvalHours } = rules.policy.slack;
	if (!approvers.includes(user)) return refuse(`${user} is not in slack.approvers of the policy`);
	if (Date.parse(now()) - Date.parse(answer.at) > maxAgeMs)
		return refuse("the answer could not be given within an hour; answer again");
	const left = before !== null && !isOurs && isLeft(before, now()) ? before : null;
	if (before !== null && before.state !== "failed" && !isOurs && left === null) return nothing(describe(before));
	const waiting = waitingIn(await answers.entry(key.entry), answer);
	if (waiting === null) return refuse(tooLate);
	const deployment = await ports.readServiceDeployment(key.deployment);
	if (!wasRead(deployment)) return refuse(`cannot tell whether the deployment still waits: ${deployment.unread}`);
	if (deployment.value === null) return refuse("the deployment does not exist any more");
	if (deployment.value.target !== waiting.record.resource)
		return refuse("the deployment is of another service revision than the one that the message is about");
	if (!waitsIn(deployment.value, key.hook)) {
		if (left === null) return refuse(tooLate);
		const others = await afterLostResponse(left, deployment.value, waiting, ports);
		return nothing(others.kind === "given" ? describe(others.answer) : tooLate);
	}
	const recorded: RecordedAnswer = {
		...answer,
		...{ state: "begun", stateAt: now(), because: waiting.record.because },
		until: new Date(Date.parse(answer.at) + approvalHours * 3_600_000).toISOString(),
		family: waiting.subject.kind === "task-definition" ? waiting.subject.family : "",
	};
	const other = await answers.begin(recorded);
	if (other === null) return give(recorded, asked !== null || left !== null, waiting, ports);
	if (other.submission === answer.submission)
		throw new TryLaterError("another invocation gives the same answer, or its response was lost");
	return nothing(describe(other));
}

/** Ends what was begun before; null if the deployment still waits, so that it can be given. Throws TryLaterError. */
async function resume(begun: RecordedAnswer, ports: AnswerPorts): Promise<Outcome | null> {
	const { answers, now } = ports;
	const entry = await answers.entry(begun.key.entry);
	const waiting = waitingIn(entry, begun);
	if (waiting === null) {
		if (!entry?.blocks.some((block) => isRecordOf(begun, block))) return abandon(begun, answeredOtherwise, ports);
		await answers.end({ ...begun, state: "done", stateAt: now() });
		return { kind: "repeated" };
	}
	const deployment = await ports.readServiceDeployment(begun.key.deployment);
	if (!wasRead(deployment)) throw new TryLaterError(deployment.unread);
	if (deployment.value === null) return abandon(begun, "the deployment does not exist any more", ports);
	if (waitsIn(deployment.value, begun.key.hook)) return null;
	return afterLostResponse(begun, deployment.value, waiting, ports);
}

/** Null if the entry has no such deployment that is left to a person. */
function waitingIn(entry: LedgerEntry | null, { key }: Answer): Waiting | null {
	const record = entry === null ? null : waitingRecord(entry, key);
	if (entry === null || record === null) return null;
	const { subject } = entry;
	return subject.kind === "task-definition" || subject.kind === "service" ? { subject, record } : null;
}

const waitsIn = (deployment: ServiceDeploymentFacts, hook: string): boolean =>
	standingOf(deployment) === "open" &&
	deployment.hooks.some(({ id, status }) => id === hook && status === "AWAITING_ACTION");

/** An answer that was given before, for the one whose click is too late. */
function describe({ kind, state, at, ...who }: RecordedAnswer): string {
	const verb = { approve: "approved", refuse: "refused" }[kind];
	const time = formatMinute(at);
	return state === "done"
		? `it was already ${verb} by ${ownerOf(who)} at ${time}`
		: `it is being ${verb} by ${ownerOf(who)}, who answered at ${time}`;
}
