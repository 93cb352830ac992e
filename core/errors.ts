/** An event that cannot be parsed. It is moved to the dead-letter queue immediately, with this reason. */
export class MalformedEventError extends Error {
	override readonly name = "MalformedEventError";
}

/** AWS cannot be read now but may answer later. The message returns to its queue. */
export class TryLaterError extends Error {
	override readonly name = "TryLaterError";
}

/** The receiver asked for nothing more until some milliseconds have passed. */
export class WaitRequestedError extends TryLaterError {
	readonly afterMs: number;

	constructor(message: string, afterMs: number) {
		super(message);
		this.afterMs = afterMs;
	}
}

/** What was sent may have arrived: no answer came. It is repeated at most once. */
export class UnconfirmedError extends TryLaterError {}

/** A file or option of the user that cannot be used. The message gives the location, the reason and the remedy on one line. */
export class BadInputError extends Error {
	override readonly name = "BadInputError";
}

/** The receiver will never accept what was sent, so it is not sent again. */
export class PermanentRejectionError extends Error {
	override readonly name = "PermanentRejectionError";
}

/** What was thrown says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
