import { TryLaterError } from "../core/errors.ts";
import type { Action } from "../core/permission.ts";
import type { Reading } from "../core/reading.ts";

/** AWS responded with something unusable: a part that is always present is missing, or the pages never end. Its message is for display. */
export class UnusableAnswerError extends Error {
	override readonly name = "UnusableAnswerError";
}

/**
 * What the failure of an AWS call means: `denied` (also for a Region that is disabled or does not exist), `unusable` (a 200 that
 * cannot be read), `later` (a retry may help), `rejected` (AWS rejected this request), `ours` (the error is not from AWS).
 */
type FailureKind = "denied" | "unusable" | "later" | "rejected" | "ours";

/** Names of access errors, as in the services' models and the common errors. */
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

/** Throttling, timeouts, and the effects of a wrong clock or of credentials that are being renewed: a retry may succeed. */
const temporary = [
	"AbortError",
	"CredentialsProviderError",
	"ExpiredToken",
	"ExpiredTokenException",
	"InternalFailure",
	"InternalServerError",
	"InternalServiceError",
	"InvalidSignatureException",
	"KMSThrottling",
	"KMSThrottlingException",
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

/** Without ENOTFOUND: a host name that does not exist means a Region or service that does not exist. */
const networkErrors = [
	"EAI_AGAIN",
	"ECONNABORTED",
	"ECONNREFUSED",
	"ECONNRESET",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"EPIPE",
	"ETIMEDOUT",
];

/** What an error means, by its name, its network code and the HTTP status of the response, in this order. */
export function failureKindOf(error: unknown): FailureKind {
	if (error instanceof TryLaterError) return "later";
	if (error instanceof UnusableAnswerError) return "unusable";
	const { name, code, status } = factsOf(error);
	if (denials.includes(name) || code === "ENOTFOUND") return "denied";
	if (temporary.includes(name) || networkErrors.includes(code)) return "later";
	if (status === null) return "ours";
	if (status === 429 || status >= 500) return "later";
	if (status === 401 || status === 403) return "denied";
	return status >= 200 && status < 300 ? "unusable" : "rejected";
}

/** The request was not sent. */
const notReached = ["EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND"];

/** Of the SDK's error for a connection that was not made in time, which has the name of one for a response that did not come. */
const notConnected = /did not establish a connection/;

/** Whether AWS may have done what was asked although the call failed: it was sent, and no answer came that says otherwise. */
export function mayBeDone(error: unknown): boolean {
	const { name, code, status } = factsOf(error);
	if (status !== null) return status >= 200 && status < 300;
	if (notReached.includes(code) || (error instanceof Error && notConnected.test(error.message))) return false;
	return networkErrors.includes(code) || ["AbortError", "TimeoutError"].includes(name);
}

/** Whether an error has one of these names, such as an absence that the caller expects and turns into data. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
	return names.includes(factsOf(error).name);
}

/**
 * Why a response is missing, for display. AWS's own message is left out: it names principals and differs from call to
 * call, and a different message would be reported as a change.
 */
export function reasonFor(action: Action, error: unknown): string {
	const { name, code } = factsOf(error);
	switch (failureKindOf(error)) {
		case "denied":
			return `${action} was denied (${code === "ENOTFOUND" ? code : name})`;
		case "unusable":
			return error instanceof UnusableAnswerError
				? error.message
				: `${action} returned a response that could not be read`;
		case "later":
			return `${action} did not respond (${code === "" ? name : code})`;
		case "rejected":
		case "ours":
			return `${action} failed (${name})`;
	}
}

/**
 * The response, or why there is none. Throws errors that a retry may resolve (TryLaterError), errors of our own, and the
 * errors named in `expected`, which the caller handles.
 */
export async function readingOf<T>(
	action: Action,
	answer: Promise<T>,
	expected: readonly string[] = [],
): Promise<Reading<T>> {
	try {
		return { value: await answer };
	} catch (error) {
		if (isNamed(error, ...expected) || !isReadFailure(error)) throw error;
		return { unread: reasonFor(action, error) };
	}
}

/** Whether a failure means that something could not be read, as opposed to one that can be retried or is an error of our own. */
export function isReadFailure(error: unknown): boolean {
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
