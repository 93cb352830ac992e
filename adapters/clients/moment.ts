/** A time that the SDK has parsed, as ISO 8601; null when AWS gave none, or one that is no time. */
export function momentOf(time: Date | undefined): string | null {
	return time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : null;
}
