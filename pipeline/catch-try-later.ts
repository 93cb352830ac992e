import { TryLaterError } from "../core/errors.ts";

/** The result, or the TryLaterError that was thrown instead. Throws all other errors. */
export async function catchTryLater<T>(act: () => Promise<T>): Promise<T | TryLaterError> {
	try {
		return await act();
	} catch (error) {
		if (error instanceof TryLaterError) return error;
		throw error;
	}
}
