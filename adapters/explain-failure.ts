import { TryLaterError } from "../core/errors.ts";
import type { Action } from "../core/permission.ts";
import { failureKindOf, isNamed, reasonFor } from "./failures.ts";
import { setupProblemOf } from "./setup-problem.ts";

/**
 * AWS could not be read or changed, on behalf of a person. The message is for display: it names the action and the reason, or what the
 * environment lacks for any call.
 */
export class FailedCallError extends Error {
	override readonly name = "FailedCallError";
}

/** The answer of a call; null if AWS answers with one of the errors in `absent`. Throws FailedCallError for its other failures. */
export async function answerOrNull<T>(
	action: Action,
	answer: Promise<T>,
	absent: readonly string[],
): Promise<T | null> {
	try {
		return await explainFailure(action, answer, absent);
	} catch (error) {
		if (isNamed(error, ...absent)) return null;
		throw error;
	}
}

/** The answer of a call. Throws FailedCallError for every failure of AWS, except the errors in `expected`, which the caller handles. */
export async function explainFailure<T>(
	action: Action,
	answer: Promise<T>,
	expected: readonly string[] = [],
): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		if (isNamed(error, ...expected)) throw error;
		const setup = setupProblemOf(error);
		if (setup !== null) throw new FailedCallError(setup, { cause: error });
		if (error instanceof TryLaterError) throw new FailedCallError(error.message, { cause: error });
		if (failureKindOf(error) === "ours") throw error;
		throw new FailedCallError(reasonFor(action, error), { cause: error });
	}
}
