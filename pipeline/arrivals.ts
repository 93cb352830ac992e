import type { Arrivals } from "../adapters/dynamodb/arrivals.ts";
import type { Envelope } from "../core/event.ts";
import type { LedgerEntry } from "../core/ledger.ts";

/*
 * AWS sends some events only through a CloudTrail trail. Without one, or if a rule is disabled, nothing fails: there are simply no events.
 * A sweep notices that, because it finds changes for which there must have been an event of a certain kind.
 */

interface Watched {
	/** Whether an event of AWS is of this kind; those of one rule only, because each rule may be disabled by itself. */
	readonly matches: (envelope: Envelope) => boolean;
	/** Why none arrives. */
	readonly usualCause: string;
}

const isCallOf = (service: string, { source, detailType }: Envelope): boolean =>
	source === service && detailType === "AWS API Call via CloudTrail";

const noTrail = "no CloudTrail trail logs management events of this Region, or the rule is disabled";

/** The kinds of events (events/) whose absence is noticed. Events of ECR about images and of ECS about deployments need no trail. */
const watchedKinds = {
	"image-pushed": {
		matches: ({ source, detailType, detail }) =>
			source === "aws.ecr" &&
			(detailType === "ECR Image Action"
				? detail["action-type"] === "PUSH"
				: detailType === "ECR Replication Action" || detailType === "ECR Pull Through Cache Action"),
		usualCause: "the rule is disabled or was deleted",
	},
	"repository-changed": { matches: (envelope) => isCallOf("aws.ecr", envelope), usualCause: noTrail },
	"task-definition-registered": {
		matches: (envelope) =>
			isCallOf("aws.ecs", envelope) && /^(Der|R)egisterTaskDefinition$/.test(String(envelope.detail["eventName"])),
		usualCause: noTrail,
	},
} as const satisfies Readonly<Record<string, Watched>>;

export type WatchedKind = keyof typeof watchedKinds;
export const watchedKindNames = Object.keys(watchedKinds) as readonly WatchedKind[];

export const usualCauseOf = (kind: WatchedKind): string => watchedKinds[kind].usualCause;

const hourMs = 3_600_000;
/**
 * Arrivals of a kind are recorded once per this time and function instance, to save writes. So one that is as much older than a change may
 * stand for a later one.
 */
const recordedEveryMs = hourMs;

/** Notes the events of a batch: those that AWS sent for this account, not what was replayed or sent by the pipeline itself. */
export type NoteArrivals = (envelopes: readonly Envelope[]) => Promise<void>;

/** Records that events of a kind arrive, at most once in an hour. The last record is kept in memory only to save writes. Throws TryLaterError. */
export function noteArrivals({ arrived }: Pick<Arrivals, "arrived">, now: () => string): NoteArrivals {
	const recordedAt = new Map<WatchedKind, number>();
	return async (envelopes) => {
		const at = now();
		const ofNow = envelopes.filter(({ isFromArchive }) => !isFromArchive);
		for (const kind of watchedKindNames) {
			if (Date.parse(at) - (recordedAt.get(kind) ?? 0) < recordedEveryMs) continue;
			if (!ofNow.some(watchedKinds[kind].matches)) continue;
			await arrived(kind, at);
			recordedAt.set(kind, Date.parse(at));
		}
	};
}

/** Since when an event that arrives may be the one that was missing for a change found at a time. */
export const aliveFrom = (at: string): string => new Date(Date.parse(at) - recordedEveryMs).toISOString();

/**
 * The kind of which there must have been an event, because a check without one found a new subject or another newest revision; null if
 * there need not have been any. Other changes do not tell: verdicts also change with time, and ECS creates services by itself.
 */
export function kindOfMissedEvent(before: LedgerEntry | null, after: LedgerEntry): WatchedKind | null {
	const isNew = before?.state !== "present" && after.state === "present";
	switch (after.subject.kind) {
		case "repository":
			return isNew ? "repository-changed" : null;
		case "image":
			// One without a tag may be old, and in use only now.
			return isNew && after.about["tags"] !== undefined ? "image-pushed" : null;
		case "task-definition":
			return isNew || newestRevision(before) < newestRevision(after) ? "task-definition-registered" : null;
		default:
			return null;
	}
}

/** NaN, which is less than nothing, if it is not known or there is none. */
const newestRevision = (entry: LedgerEntry | null): number =>
	Number(entry?.about["activeRevision"] ?? entry?.about["revision"] ?? Number.NaN);
