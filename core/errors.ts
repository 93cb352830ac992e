/** An event that can never be understood: it goes to the dead-letter queue at once, with this reason. */
export class MalformedEventError extends Error {
	override readonly name = "MalformedEventError";
}

/** AWS could not be asked now but may answer later: the message goes back to its queue. */
export class TryLaterError extends Error {
	override readonly name = "TryLaterError";
}

/** A user's file or option that cannot be used; the message names place, reason and remedy on one line. */
export class BadInputError extends Error {
	override readonly name = "BadInputError";
}

/** What was sent can never be accepted by its receiver, however often it is sent again. */
export class RefusedForGoodError extends Error {
	override readonly name = "RefusedForGoodError";
}
