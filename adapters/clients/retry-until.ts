import { setTimeout as pause } from "node:timers/promises";
import type { ECRClient } from "@aws-sdk/client-ecr";
import type { ECSClient } from "@aws-sdk/client-ecs";

/** For a call that begins when the time is over or nearly: one throttled answer is no reason to give up. */
const leastMs = 1_000;

/**
 * Ends the retries of a client's calls at `end` (milliseconds since 1970), or a second after a call began, whichever is later, with a last
 * attempt. An attempt that is under way then ends by itself, within its own limits. The error of the last one is thrown.
 */
export function retryUntil({ config }: ECRClient | ECSClient, end: number): void {
	const configured = config.retryStrategy;
	const ends = new WeakMap<object, number>();
	config.retryStrategy = async () => {
		const strategy = await configured();
		if (!("refreshRetryTokenForRetry" in strategy)) return strategy;
		return {
			acquireInitialRetryToken: async (scope) => {
				const begun = Date.now();
				const token = await strategy.acquireInitialRetryToken(scope);
				ends.set(token, Math.max(end, begun + leastMs));
				return token;
			},
			// The SDK waits in here between two attempts, and throws the error of the last one if this throws.
			refreshRetryTokenForRetry: async (token, errorInfo) => {
				const last = ends.get(token) ?? end;
				const leftMs = last - Date.now();
				if (leftMs <= 0) throw new Error("the time for retries is over");
				const answered = new AbortController();
				const atTheEnd = pause(leftMs, token, { signal: answered.signal });
				try {
					const next = await Promise.race([strategy.refreshRetryTokenForRetry(token, errorInfo), atTheEnd]);
					ends.set(next, last);
					return next;
				} finally {
					answered.abort();
				}
			},
			recordSuccess: (token) => strategy.recordSuccess(token),
		};
	};
}
