import { MalformedEventError } from "./errors.ts";
import type { Subject } from "./subject.ts";

/** What every EventBridge event carries, whatever it is about. */
export interface Envelope {
	/** An opaque text. */
	readonly id: string;
	readonly account: string;
	readonly region: string;
	/** ISO 8601, whole seconds. */
	readonly time: string;
	readonly source: string;
	readonly detailType: string;
	readonly resources: readonly string[];
	readonly detail: Readonly<Record<string, unknown>>;
	/** EventBridge's archive sends it again; the source is still AWS's. */
	readonly isFromArchive: boolean;
}

/** What an event asks for: looks at subjects, or nothing with the reason. */
export type ParsedEvent =
	| {
			readonly kind: "look";
			readonly subjects: readonly Subject[];
			readonly registered?: RegisteredRevision;
			/** When a scanner said that it has a result: the event's own time; absent for what is no scan event. */
			readonly announcedAt?: string;
	  }
	| { readonly kind: "nothing"; readonly because: string };

/** A revision that an event says was just registered: only such a one may be blocked. */
export interface RegisteredRevision {
	readonly arn: string;
	readonly family: string;
	readonly revision: number;
}

/** One route: what an event of it means. Throws MalformedEventError for what belongs to the route but cannot be understood. */
export type EventParser = (envelope: Envelope) => ParsedEvent;

/** Reads the envelope of an EventBridge event. Throws MalformedEventError, naming the first field that is wrong. */
export function envelopeOf(event: unknown): Envelope {
	const fields = objectAt(event, "event");
	const detail = objectAt(fields["detail"], "detail");
	const account = textAt(fields["account"], "account");
	if (!/^\d{12}$/.test(account)) throw new MalformedEventError("account is not twelve digits");
	const time = textAt(fields["time"], "time");
	// Date.parse takes nearly anything ("0" is the year 2000), and a time in the past makes an event look covered.
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/.test(time) || Number.isNaN(Date.parse(time))) {
		throw new MalformedEventError("time is not a date in ISO 8601, UTC");
	}
	return {
		id: textAt(fields["id"], "id"),
		account,
		region: regionAt(fields["region"]),
		time,
		source: textAt(fields["source"], "source"),
		detailType: textAt(fields["detail-type"], "detail-type"),
		resources: Array.isArray(fields["resources"])
			? fields["resources"].filter((resource) => typeof resource === "string")
			: [],
		detail,
		isFromArchive: fields["replay-name"] !== undefined,
	};
}

/** An object, not null and not a list. */
export function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new MalformedEventError(`${path} is not an object`);
	}
	return value as Record<string, unknown>;
}

/** A text of at least one character. */
export function textAt(value: unknown, path: string): string {
	if (typeof value !== "string" || value === "") throw new MalformedEventError(`${path} is not a text`);
	return value;
}

function regionAt(value: unknown): string {
	const region = textAt(value, "region");
	if (!/^[a-z]{2,4}(-[a-z]{1,16}){1,3}-\d{1,2}$/.test(region)) {
		throw new MalformedEventError("region is not an AWS Region");
	}
	return region;
}
