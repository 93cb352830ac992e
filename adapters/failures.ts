import { TryLaterError } from "../core/errors.ts";
import type { Reading } from "../core/reading.ts";

/** AWS answered, but with something nobody can use: what is always there is missing, or the pages never end. Its message is for people. */
export class UnusableAnswerError extends Error {
	override readonly name = "UnusableAnswerError";
}

/**
 * What the failure of an AWS call means: `denied` (also a Region that is off or unknown), `unusable` (a 200 that nobody
 * can read), `later` (asking again may help), `refused` (AWS said no to this very request), `ours` (not AWS at all).
 */
type FailureKind = "denied" | "unusable" | "later" | "refused" | "ours";

/** Names of "you may not", as the services' models and common errors spell them. */
const denials = [
	"AccessDenied",
	"AccessDeniedException",
	"AuthorizationError",
	"UnauthorizedOperation",
	"NotAuthorized",
	"OptInRequired",
	"InvalidClientTokenId",
	"UnrecognizedClientException",
];

/** Throttling, time-outs, and what a clock that is off or credentials under renewal bring about: the next try may find it settled. */
const passing = [
	"AbortError",
	"CredentialsProviderError",
	"ExpiredToken",
	"ExpiredTokenException",
	"InternalFailure",
	"InternalServerError",
	"InternalServiceError",
	"InvalidSignatureException",
	"KmsThrottled",
	"LimitExceededException",
	"PriorRequestNotComplete",
	"ProvisionedThroughputExceededException",
	"RequestExpired",
	"RequestInTheFuture",
	"RequestLimitExceeded",
	"RequestThrottled",
	"RequestThrottledException",
	"RequestTimeout",
	"RequestTimeoutException",
	"RequestTimeTooSkewed",
	"ServerException",
	"ServiceUnavailable",
	"ServiceUnavailableException",
	"SignatureDoesNotMatch",
	"SlowDown",
	"ThrottledException",
	"Throttling",
	"ThrottlingException",
	"TimeoutError",
	"TooManyRequestsException",
	"TransactionInProgressException",
];

/** ENOTFOUND is not among them: a host name that does not exist is a Region or service that does not exist. */
const networkTroubles = [
	"EAI_AGAIN",
	"ECONNABORTED",
	"ECONNREFUSED",
	"ECONNRESET",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"EPIPE",
	"ETIMEDOUT",
];

/** What an error means, by its name, its network code and the HTTP status of the answer, in this order. */
export function failureKindOf(error: unknown): FailureKind {
	if (error instanceof TryLaterError) return "later";
	if (error instanceof UnusableAnswerError) return "unusable";
	const { name, code, status } = factsOf(error);
	if (denials.includes(name) || code === "ENOTFOUND") return "denied";
	if (passing.includes(name) || networkTroubles.includes(code)) return "later";
	if (status === null) return "ours";
	if (status === 429 || status >= 500) return "later";
	if (status === 401 || status === 403) return "denied";
	return status >= 200 && status < 300 ? "unusable" : "refused";
}

/** Whether AWS says one of these: the absence that a caller expects and turns into data. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
	return names.includes(factsOf(error).name);
}

/**
 * Why an answer is missing, for people. AWS's own message stays out: it names principals and changes from call to
 * call, and a text that changes would be told as a change.
 */
export function reasonFor(action: string, error: unknown): string {
	const { name, code } = factsOf(error);
	switch (failureKindOf(error)) {
		case "denied":
			return `${action} was denied (${code === "ENOTFOUND" ? code : name})`;
		case "unusable":
			return error instanceof UnusableAnswerError ? error.message : `${action} gave an answer that cannot be read`;
		case "later":
			return `${action} did not answer (${code === "" ? name : code})`;
		case "refused":
		case "ours":
			return `${action} failed (${name})`;
	}
}

/**
 * The answer, or why there is none. Throws what asking again may cure (TryLaterError), what is our own fault, and the
 * absences in `expected`, which mean something to the caller.
 */
export async function readingOf<T>(
	action: string,
	answer: Promise<T>,
	expected: readonly string[] = [],
): Promise<Reading<T>> {
	try {
		return { value: await answer };
	} catch (error) {
		if (isNamed(error, ...expected) || !isUnread(error)) throw error;
		return { unread: reasonFor(action, error) };
	}
}

/** Whether a failure leaves a question without an answer, as opposed to one that is worth asking again or is our own. */
export function isUnread(error: unknown): boolean {
	return !["later", "ours"].includes(failureKindOf(error));
}

interface ErrorFacts {
	readonly name: string;
	/** Node's network code; "" when there is none. */
	readonly code: string;
	readonly status: number | null;
}

function factsOf(error: unknown): ErrorFacts {
	if (typeof error !== "object" || error === null) return { name: typeof error, code: "", status: null };
	const { name, code, $metadata } = error as Partial<Record<"name" | "code" | "$metadata", unknown>>;
	const { httpStatusCode: status } = ($metadata ?? {}) as { httpStatusCode?: unknown };
	return {
		name: typeof name === "string" ? name : "nameless",
		code: typeof code === "string" ? code : "",
		status: typeof status === "number" ? status : null,
	};
}
