import { IncompleteSearchError } from "../adapters/ecs/search.ts";
import { FailedCallError } from "../adapters/explain-failure.ts";
import { TryLaterError } from "../core/errors.ts";

/** The answer, or why AWS did not give it. */
export async function orReason<T>(answer: Promise<T>): Promise<T | string> {
	try {
		return await answer;
	} catch (error) {
		const isOfAws = [IncompleteSearchError, TryLaterError, FailedCallError].some((kind) => error instanceof kind);
		if (isOfAws) return (error as Error).message;
		throw error;
	}
}
