import { TryLaterError } from "../../core/errors.ts";

/**
 * The result, or an error at a time (epoch milliseconds) at which it has not come; what was started goes on and its result is not used.
 * Nothing is started after that time: that is a TryLaterError.
 */
export async function within<T>(
	until: number,
	run: () => Promise<T>,
	{ now, late }: { readonly now: () => number; readonly late: () => Error },
): Promise<T> {
	const left = until - now();
	if (left <= 0) throw new TryLaterError("there was no time left for it");
	let timer: NodeJS.Timeout | undefined;
	const outOfTime = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(late()), left);
	});
	try {
		return await Promise.race([run(), outOfTime]);
	} finally {
		clearTimeout(timer);
	}
}
