import type { Context } from "aws-lambda";

/** ISO 8601 with milliseconds. */
export const now = (): string => new Date().toISOString();

/** Resolves when no more than so many milliseconds of an invocation's time are left. */
export const untilTimeLeft = (context: Context, leftMs: number): Promise<unknown> =>
	new Promise((done) => {
		const milliseconds = Math.max(0, context.getRemainingTimeInMillis() - leftMs);
		AbortSignal.timeout(milliseconds).addEventListener("abort", done, { once: true });
	});
