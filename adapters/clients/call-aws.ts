import { setTimeout as pause } from "node:timers/promises";
import { TryLaterError } from "../../core/errors.ts";
import type { Action } from "../../core/permission.ts";
import { failureKindOf, reasonFor, UnusableAnswerError } from "../failures.ts";

/** The second argument of an SDK client's `send`. */
export interface CallOptions {
	readonly abortSignal: AbortSignal;
}

interface CallSettings<Answer> {
	/** Whether the response has every part that AWS always sends: an empty 200 must not be taken for "nothing found". */
	readonly isComplete?: (answer: Answer) => boolean;
	/** For all attempts together, in milliseconds. */
	readonly deadlineMs?: number;
}

const maxAttempts = 3;
const pauseMs = 100;
export const defaultDeadlineMs = 15_000;

/**
 * One call to AWS with a deadline for all its attempts. The SDK retries throttling and broken connections, but not a response
 * that cannot be read, so that is done here. Throws TryLaterError for what may succeed later, and all other errors
 * unchanged.
 */
export async function callAws<Answer>(
	action: Action,
	call: (options: CallOptions) => Promise<Answer>,
	{ isComplete = () => true, deadlineMs = defaultDeadlineMs }: CallSettings<Answer> = {},
): Promise<Answer> {
	const abortSignal = AbortSignal.timeout(deadlineMs);
	for (let attempt = 1; ; attempt++) {
		try {
			const answer = await call({ abortSignal });
			if (isComplete(answer)) return answer;
			throw new UnusableAnswerError(`${action} returned an incomplete response`);
		} catch (error) {
			if (error instanceof TryLaterError) throw error;
			const kind = failureKindOf(error);
			if (kind === "later") throw new TryLaterError(reasonFor(action, error), { cause: error });
			if (kind !== "unusable" || attempt >= maxAttempts || abortSignal.aborted) throw error;
			await pause(pauseMs * attempt);
		}
	}
}
