import type { ECRClient } from "@aws-sdk/client-ecr";
import type { ECSClient } from "@aws-sdk/client-ecs";
import { defaultDeadlineMs } from "./call-aws.ts";

type Strategy = Awaited<ReturnType<ECRClient["config"]["retryStrategy"]>>;
type RetryStrategy = Extract<Strategy, { readonly refreshRetryTokenForRetry: unknown }>;
type Token = Awaited<ReturnType<RetryStrategy["acquireInitialRetryToken"]>>;

/** For a call that begins when the time is over or nearly: one throttled answer is no reason to give up. Also for the last attempt. */
const leastMs = 1_000;
/** Before the first retry, twice as long before each further one, up to `maxPauseMs`, times a random number: as the SDK's own pauses are. */
const firstPauseMs: Readonly<Record<string, number>> = { THROTTLING: 1_000, TRANSIENT: 50 };
const maxPauseMs = 20_000;

/**
 * Ends the retries of a client's calls at `end` (milliseconds since 1970), or a second after a call began, whichever is later, with a last
 * attempt, and before `callAws` gives up. An attempt that is under way then ends by itself, within its own limits. The error of the last
 * one is thrown. It replaces the SDK's strategy, whose pauses cannot be cut short: they would keep the process alive after the answer.
 */
export function retryUntil({ config }: ECRClient | ECSClient, end: number, now: () => number = Date.now): void {
	const ends = new WeakMap<Token, number>();
	const tokenOf = (last: number, count: number, pauseMs: number): Token => {
		const token: Token = { getRetryCount: () => count, getRetryDelay: () => pauseMs };
		ends.set(token, last);
		return token;
	};
	const strategy: RetryStrategy = {
		acquireInitialRetryToken: async () => {
			const begun = now();
			const last = Math.min(Math.max(end, begun + leastMs), begun + defaultDeadlineMs - leastMs);
			return tokenOf(last, 0, 0);
		},
		// The SDK throws the error of the last attempt if this throws, and otherwise waits for as long as the token says.
		refreshRetryTokenForRetry: async (token, { errorType, retryAfterHint }) => {
			const [last, retries, firstMs] = [ends.get(token) ?? end, token.getRetryCount(), firstPauseMs[errorType]];
			const leftMs = last - now();
			const isLast = leftMs <= 0 || retries + 1 >= (await config.maxAttempts());
			if (firstMs === undefined || isLast) throw new Error("there are no more retries");
			const pauseMs = Math.floor(Math.random() * Math.min(firstMs * 2 ** retries, maxPauseMs));
			const askedMs = retryAfterHint === undefined ? 0 : retryAfterHint.getTime() - now();
			return tokenOf(last, retries + 1, Math.min(leftMs, Math.max(pauseMs, askedMs)));
		},
		recordSuccess: () => {},
	};
	config.retryStrategy = async () => strategy;
}
