/** Limits of one call: times in milliseconds, and the number of attempts. */
export interface CallLimits {
	/** Until the connection is established. */
	readonly connectMs: number;
	/** Until the response begins. */
	readonly answerMs: number;
	/** Total number of attempts. */
	readonly attempts: number;
}

/** An attempt ends within 5 s; with adaptive retries, eight attempts are enough for AWS's published rate limits. */
const defaultLimits: CallLimits = { connectMs: 1_000, answerMs: 5_000, attempts: 8 };

/**
 * Options of every client. Without `throwOnRequestTimeout`, the SDK only warns and continues to wait; without adaptive
 * retries, a throttled client uses up its retry quota and fails.
 */
export function clientOptions({ connectMs, answerMs, attempts }: CallLimits = defaultLimits) {
	return {
		maxAttempts: attempts,
		retryMode: "adaptive",
		requestHandler: { connectionTimeout: connectMs, requestTimeout: answerMs, throwOnRequestTimeout: true },
	} as const;
}
