/** What a clock in a time zone shows. */
interface LocalTime {
	/** Of the date, since 1 January 1970. */
	readonly day: number;
	/** Since midnight, 0 to 1439. A clock that is put forward skips some, one that is put back shows some twice. */
	readonly minute: number;
}

const dayMs = 86_400_000;

const digits = {
	hourCycle: "h23",
	year: "numeric",
	month: "numeric",
	day: "numeric",
	hour: "numeric",
	minute: "numeric",
} as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/** `timeZone`: an IANA name, which the policy's schema has checked; `at`: ISO 8601. */
export function localTime(timeZone: string, at: string): LocalTime {
	const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", { ...digits, timeZone });
	formats.set(timeZone, format);
	const parts = new Map(format.formatToParts(Date.parse(at)).map(({ type, value }) => [type, Number(value)]));
	const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
	return {
		day: Date.UTC(part("year"), part("month") - 1, part("day")) / dayMs,
		minute: part("hour") * 60 + part("minute"),
	};
}
