import { setTimeout as pause } from "node:timers/promises";
import { TryLaterError } from "../../core/errors.ts";
import { failureKindOf, reasonFor, UnusableAnswerError } from "../failures.ts";

/** What an SDK client's `send` takes as its second argument. */
export interface CallOptions {
	readonly abortSignal: AbortSignal;
}

interface Asking<Answer> {
	/** Whether everything is there that AWS always sends: an empty 200 must never be taken for "nothing found". */
	readonly isWhole?: (answer: Answer) => boolean;
	/** All tries together, in milliseconds. */
	readonly deadlineMs?: number;
}

const tries = 3;
const pauseMs = 100;
const defaultDeadlineMs = 15_000;

/**
 * One call to AWS, bounded in time over all its tries. The SDK retries throttling and broken connections; an answer
 * that cannot be read it does not, so that is done here. Throws TryLaterError for what may succeed later and everything
 * else as it came.
 */
export async function callAws<Answer>(
	action: string,
	call: (options: CallOptions) => Promise<Answer>,
	{ isWhole = () => true, deadlineMs = defaultDeadlineMs }: Asking<Answer> = {},
): Promise<Answer> {
	const abortSignal = AbortSignal.timeout(deadlineMs);
	for (let attempt = 1; ; attempt++) {
		try {
			const answer = await call({ abortSignal });
			if (isWhole(answer)) return answer;
			throw new UnusableAnswerError(`${action} left out what it always answers`);
		} catch (error) {
			if (error instanceof TryLaterError) throw error;
			const kind = failureKindOf(error);
			if (kind === "later") throw new TryLaterError(reasonFor(action, error), { cause: error });
			if (kind !== "unusable" || attempt >= tries || abortSignal.aborted) throw error;
			await pause(pauseMs * attempt);
		}
	}
}
