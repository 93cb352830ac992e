import { MalformedEventError } from "./errors.ts";
import { isRegionName, type Subject } from "./subject.ts";

/** The fields that every EventBridge event has. */
export interface Envelope {
	/** Opaque. */
	readonly id: string;
	readonly account: string;
	readonly region: string;
	/** ISO 8601, whole seconds. */
	readonly time: string;
	readonly source: string;
	readonly detailType: string;
	readonly resources: readonly string[];
	readonly detail: Readonly<Record<string, unknown>>;
	/** Replayed from an EventBridge archive; `source` is still the original one. */
	readonly isFromArchive: boolean;
}

/** The source of the pipeline's own messages. No rule matches it, so only a role that may write to a queue can send one. */
export const recheckSource = "shipshape.recheck";

/** What to do for an event. `other`: it is not of the kind that the parser is for; another one of the same function may take it. */
export type ParsedEvent =
	| {
			readonly kind: "check";
			readonly subjects: readonly Subject[];
			readonly registered?: RegisteredRevision;
			/** When a scanner announced a result, which is the event's time; absent if it is not a scan event. */
			readonly announcedAt?: string;
			/** A deployment of the service began or ended, so the images in use have changed. */
			readonly isDeployment?: true;
			/** What CodeDeploy or an external controller deploys. */
			readonly taskSet?: CreatedTaskSet;
			/** A deployment of the service waits in it. */
			readonly hook?: WaitingHook;
	  }
	/** `check-all`: the settings of all repositories of the account and Region have changed. */
	| { readonly kind: "check-all" | "ignore" | "other"; readonly reason: string };

/** A revision that the event reports as registered. No other revision can be blocked. */
export interface RegisteredRevision {
	readonly arn: string;
	readonly family: string;
	readonly revision: number;
}

/** A task set of a service, and what it runs: what the call that created it says, which may be incomplete. */
export interface CreatedTaskSet {
	/** Null if CloudTrail omits the response. */
	readonly arn: string | null;
	readonly family: string | null;
	/** Null with a family: the revision that was its newest then. */
	readonly revision: number | null;
	/** Of Fargate; null if none is pinned. */
	readonly platformVersion: string | null;
	/** Of the service. */
	readonly controller: "CODE_DEPLOY" | "EXTERNAL" | null;
	/** The id of CodeDeploy's deployment. */
	readonly codeDeployment: string | null;
}

/** A PAUSE hook of a deployment that waits for an answer. */
export interface WaitingHook {
	readonly id: string;
	/** ARN of the service deployment. */
	readonly deployment: string;
	/** The lifecycle stage in which it waits, such as PRE_SCALE_UP. */
	readonly stage: string;
}

/** Parses one kind of event. Throws MalformedEventError for an event of this kind that cannot be parsed. */
export type EventParser = (envelope: Envelope) => ParsedEvent;

/** Reads the envelope of an EventBridge event. Throws MalformedEventError, naming the first field that is wrong. */
export function envelopeOf(event: unknown): Envelope {
	const fields = objectAt(event, "event");
	const detail = objectAt(fields["detail"], "detail");
	const account = stringAt(fields["account"], "account");
	if (!/^\d{12}$/.test(account)) throw new MalformedEventError("account must have 12 digits");
	const time = stringAt(fields["time"], "time");
	// Date.parse accepts almost anything ("0" is the year 2000), and an event with a time in the past is skipped as covered.
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/.test(time) || Number.isNaN(Date.parse(time))) {
		throw new MalformedEventError("time must be an ISO 8601 time in UTC, such as 2026-11-21T12:00:00Z");
	}
	return {
		id: stringAt(fields["id"], "id"),
		account,
		region: regionAt(fields["region"]),
		time,
		source: stringAt(fields["source"], "source"),
		detailType: stringAt(fields["detail-type"], "detail-type"),
		resources: Array.isArray(fields["resources"])
			? fields["resources"].filter((resource) => typeof resource === "string")
			: [],
		detail,
		// A rule that sends only some fields of an event sends an empty string for one that the event does not have.
		isFromArchive: (fields["replay-name"] ?? "") !== "",
	};
}

/** The value as an object. Throws MalformedEventError, naming the path, for anything else, including null and arrays. */
export function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new MalformedEventError(`${path} must be an object`);
	}
	return value as Record<string, unknown>;
}

/** The value as a string. Throws MalformedEventError, naming the path, for anything else and for an empty string. */
export function stringAt(value: unknown, path: string): string {
	if (typeof value !== "string" || value === "") throw new MalformedEventError(`${path} must be a non-empty string`);
	return value;
}

function regionAt(value: unknown): string {
	const region = stringAt(value, "region");
	if (!isRegionName(region)) {
		throw new MalformedEventError("region must be the name of an AWS Region, such as eu-west-1");
	}
	return region;
}
