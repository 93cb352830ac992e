/** The latest of times in the same format, ISO 8601; null if there is none. */
export const latestOf = (times: readonly (string | null)[]): string | null =>
	times
		.filter((time) => time !== null)
		.toSorted()
		.at(-1) ?? null;
