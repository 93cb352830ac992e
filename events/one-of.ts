import type { EventParser } from "../core/event.ts";

/** A parser of several kinds of events: the answer of the first of these parsers that is for the event's kind. */
export function oneOf(first: EventParser, ...others: readonly EventParser[]): EventParser {
	return (envelope) => {
		let parsed = first(envelope);
		for (const parse of others) {
			if (parsed.kind !== "other") return parsed;
			parsed = parse(envelope);
		}
		return parsed;
	};
}
