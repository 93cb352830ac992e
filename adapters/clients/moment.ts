/** A time that the SDK has parsed, in ISO 8601; null when AWS returned none or an invalid one. */
export function isoTimeOf(time: Date | undefined): string | null {
	return time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : null;
}
