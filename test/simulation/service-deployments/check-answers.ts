import type { Violation } from "../violations.ts";
import { reservedMs, timeoutMs } from "./hooks.ts";
import { rightAnswers, waitMs } from "./model.ts";
import type { Answer, ServiceDeployment } from "./state.ts";

type Account = Parameters<typeof rightAnswers>[2];

/** ECS asks again after at most a minute. */
const longestDelayMs = 60_000;
/** Without the details: far below the time-out of a hook, by default 1,440 minutes. */
const undatedLimitMs = 3_600_000;

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

/** ECS goes on within the time for which the gate waits, and the next question. */
function checkWait({ answers, service, target }: ServiceDeployment): Violation[] {
	const limit = service.keepsDetails ? waitMs + longestDelayMs + 2 * timeoutMs : undatedLimitMs;
	const late = answers.find(({ firstAsked, from, isTaken }) => isTaken && from - firstAsked > limit);
	return late === undefined ? [] : [{ invariant: "I6", text: `${target} still waits in ${late.stage} after too long` }];
}
