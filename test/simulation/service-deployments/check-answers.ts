import type { Violation } from "../violations.ts";
import { reservedMs, timeoutMs } from "./hooks.ts";
import { rightAnswers, waitMs } from "./model.ts";
import type { Answer, ServiceDeployment } from "./state.ts";

type Account = Parameters<typeof rightAnswers>[2];

/** ECS asks again after at most a minute. */
const longestDelayMs = 60_000;

/** Every answer is right (I3, I8), nothing is refused in a rollback, and nothing waits longer than the limit (I6). */
export const checkAnswers = (account: Account): readonly Violation[] =>
	account.ecs.deployments.flatMap((deployment) => [
		...deployment.answers.flatMap((answer) => checkAnswer(deployment, answer, account)),
		...checkWait(deployment),
	]);

function checkAnswer(deployment: ServiceDeployment, answer: Answer, account: Account): Violation[] {
	const { status, record, stage, isRollback, from, until } = answer;
	const rights = rightAnswers(deployment, answer, account);
	const given = `${status} ${record?.outcome ?? "-"}`;
	const outcomes = [...rights].map((right) => right.split(" ")[1]);
	const isWithoutTime = until - from >= timeoutMs - reservedMs;
	// One that was killed may have sent its record, or not; one without time may have answered without it.
	const isRight =
		status === "none"
			? record === null || outcomes.includes(record.outcome)
			: [...rights].includes(given as never) ||
				(isWithoutTime && [...rights].some((right) => right.startsWith(status)));
	if (isRight) return [];
	const what = `${isRollback ? "the rollback of " : ""}${deployment.target} (${deployment.revision.arn})`;
	const text = `the gate answered ${given} to ${stage} of ${what}; the model says ${[...rights].join(" or ")}`;
	return [{ invariant: status === "FAILED" ? "I8" : "I3", text }];
}

/**
 * ECS goes on within the time for which the gate waits, and the next question. If ECS does not pass the details back, that is so while the
 * gate can read when the deployment was created.
 */
function checkWait({ answers, service, target, createdAt }: ServiceDeployment): Violation[] {
	const limit = waitMs + longestDelayMs + 2 * timeoutMs;
	const isDated = answers.every(({ unanswered }) => !unanswered);
	const late = answers.find(({ stage, firstAsked, from, isTaken }) => {
		const isEarly = stage === "PRE_SCALE_UP";
		if (!isTaken || !(service.keepsDetails || (isEarly && isDated))) return false;
		return from - (isEarly ? createdAt : firstAsked) > limit;
	});
	return late === undefined ? [] : [{ invariant: "I6", text: `${target} still waits in ${late.stage} after too long` }];
}
