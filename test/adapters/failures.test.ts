import { describe, expect, test } from "@jest/globals";
import { failureKindOf, isNamed, readingOf, reasonFor, UnusableAnswerError } from "../../adapters/failures.ts";
import { TryLaterError } from "../../core/errors.ts";
import { awsError, networkError, unparsable } from "../support/aws-errors.ts";

const action = "ecr:GetLifecyclePolicy";

describe("the kind of a failure and its reason", () => {
	test.each([
		["access denied", awsError("AccessDeniedException"), "denied", `${action} was denied (AccessDeniedException)`],
		["a 403 without a name", unparsable(403), "denied", `${action} was denied (SyntaxError)`],
		[
			"a Region that is off",
			awsError("UnrecognizedClientException"),
			"denied",
			`${action} was denied (UnrecognizedClientException)`,
		],
		["a host that does not exist", networkError("ENOTFOUND"), "denied", `${action} was denied (ENOTFOUND)`],
		["throttling", awsError("ThrottlingException"), "later", `${action} did not respond (ThrottlingException)`],
		["too many requests", awsError("Whatever", 429), "later", `${action} did not respond (Whatever)`],
		["a server error", awsError("ServerException", 500), "later", `${action} did not respond (ServerException)`],
		["a 503 in HTML", unparsable(503), "later", `${action} did not respond (SyntaxError)`],
		["a time-out", networkError("ETIMEDOUT", "TimeoutError"), "later", `${action} did not respond (ETIMEDOUT)`],
		["a reset connection", networkError("ECONNRESET"), "later", `${action} did not respond (ECONNRESET)`],
		["a name server that is down", networkError("EAI_AGAIN"), "later", `${action} did not respond (EAI_AGAIN)`],
		[
			"expired credentials",
			awsError("ExpiredTokenException"),
			"later",
			`${action} did not respond (ExpiredTokenException)`,
		],
		[
			"a clock that is off",
			awsError("RequestTimeTooSkewed", 403),
			"later",
			`${action} did not respond (RequestTimeTooSkewed)`,
		],
		[
			"a signature of a clock that is off",
			awsError("InvalidSignatureException", 403),
			"later",
			`${action} did not respond (InvalidSignatureException)`,
		],
		[
			"a signature by credentials that are being renewed",
			awsError("SignatureDoesNotMatch", 403),
			"later",
			`${action} did not respond (SignatureDoesNotMatch)`,
		],
		["an expired token", awsError("ExpiredToken", 403), "later", `${action} did not respond (ExpiredToken)`],
		["a 200 in HTML", unparsable(), "unusable", `${action} returned a response that could not be read`],
		["an answer with something missing", new UnusableAnswerError("said by us"), "unusable", "said by us"],
		["an invalid request", awsError("ValidationException"), "rejected", `${action} failed (ValidationException)`],
		["an error of our own", new RangeError("index"), "ours", `${action} failed (RangeError)`],
		["something that is no error", "text", "ours", `${action} failed (string)`],
		["a TryLaterError", new TryLaterError("soon"), "later", `${action} did not respond (TryLaterError)`],
	])("%s", (_, error, kind, reason) => {
		expect(failureKindOf(error)).toBe(kind);
		expect(reasonFor(action, error)).toBe(reason);
	});

	test("a reason never contains AWS's message, which names principals and differs from call to call", () => {
		const error = awsError(
			"AccessDeniedException",
			400,
			"User: arn:aws:sts::111122223333:assumed-role/r is not authorized",
		);
		expect(reasonFor(action, error)).not.toContain("assumed-role");
	});
});

describe("a reading", () => {
	test("is the response if there is one", async () => {
		expect(await readingOf(action, Promise.resolve(null))).toEqual({ value: null });
	});

	test.each([
		["denied", awsError("AccessDeniedException"), `${action} was denied (AccessDeniedException)`],
		["unusable", unparsable(), `${action} returned a response that could not be read`],
		["rejected", awsError("KmsException"), `${action} failed (KmsException)`],
	])("is the reason if the call was %s", async (_, error, unread) => {
		expect(await readingOf(action, Promise.reject(error))).toEqual({ unread });
	});

	test.each([
		["a passing trouble", networkError("ECONNRESET")],
		["an error of our own", new TypeError("undefined is not a function")],
	])("throws %s", async (_, error) => {
		await expect(readingOf(action, Promise.reject(error))).rejects.toBe(error);
	});

	test("throws an absence that the caller expects", async () => {
		const error = awsError("RepositoryNotFoundException");
		await expect(readingOf(action, Promise.reject(error), ["RepositoryNotFoundException"])).rejects.toBe(error);
		expect(isNamed(error, "ImageNotFoundException")).toBe(false);
	});
});
