/** How long one call may take, in milliseconds, and how often it is tried. */
export interface Limits {
	/** Until the connection stands. */
	readonly connectMs: number;
	/** Until the answer begins. */
	readonly answerMs: number;
	/** Tries in all, the first one included. */
	readonly attempts: number;
}

/** A try ends within 5 s; eight tries get through AWS's published limits when the client paces itself. */
const defaultLimits: Limits = { connectMs: 1_000, answerMs: 5_000, attempts: 8 };

/**
 * Options of every client. Without `throwOnRequestTimeout` the SDK only warns and waits on; without adaptive retries
 * a throttled client uses up its retry quota and gives up.
 */
export function clientOptions({ connectMs, answerMs, attempts }: Limits = defaultLimits) {
	return {
		maxAttempts: attempts,
		retryMode: "adaptive",
		requestHandler: { connectionTimeout: connectMs, requestTimeout: answerMs, throwOnRequestTimeout: true },
	} as const;
}
