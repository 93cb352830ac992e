import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { MalformedEventError } from "../core/errors.ts";
import type { Envelope, EventParser, RegisteredRevision } from "../core/event.ts";
import { type AccountRegion, arnOf, partitionOf } from "../core/subject.ts";
import type { BlockCandidate } from "../domain/blocks/intent.ts";
import type { NoteArrivals } from "./arrivals.ts";
import {
	type BatchPorts,
	beforeTimeIsUp,
	type Checked,
	checkBatch,
	errorIn,
	type Message,
	type TimeLimit,
	timeLimitOf,
} from "./batch.ts";
import { openMessage, rejectMessage } from "./parse-message.ts";
import type { ParsedRecheck } from "./recheck.ts";
import type { Trigger } from "./trigger.ts";

/** A scan result that is not available yet. */
interface AwaitedScan {
	/** Since when it has been awaited, and when AWS was last read; ISO 8601. */
	readonly since: string;
	readonly readAt: string;
}

export interface RoutePorts extends BatchPorts {
	/** Moves a complete message that can never succeed to the dead-letter queue, once. */
	readonly reject: (record: SQSRecord, reason: string) => Promise<void>;
	/** Sends the message to its own queue again while a scan result is awaited. Returns the delay in seconds; null when no wait is left. */
	readonly requeue: (record: SQSRecord, awaited: readonly AwaitedScan[]) => Promise<number | null>;
	/** Makes a failed message visible again after a short delay that grows with its deliveries. Never throws. */
	readonly retrySoon: (record: SQSRecord) => Promise<void>;
	/** Records which kinds of AWS's events arrive; absent if no kind of the route is watched. */
	readonly noteArrivals?: NoteArrivals;
	/** Has all repositories checked after a change (its time, ISO 8601) of the whole registry; absent if the route's events report none. */
	readonly checkRepositories?: (place: AccountRegion, time: string) => Promise<void>;
	/** Resolves when so little of the invocation's time is left that its messages have to be reported as failed. */
	readonly timeUp: (context: Context) => Promise<unknown>;
	/** An event source in addition to AWS's own, used to replay events; null when there is none. */
	readonly replaySource: string | null;
	/** Whether a registration from the replay source may be blocked. */
	readonly replayCanBlock: boolean;
}

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * A route's handler. Each message of the batch has its own outcome: a malformed message is moved to the dead-letter queue at
 * once and counts as done; a message that may succeed later is returned to the queue; neither affects the other messages.
 * Messages about the same subject are one check.
 */
export function route(parse: EventParser, ports: RoutePorts): Handler {
	return async ({ Records }, context) => {
		const failed: SQSRecord[] = [];
		const fail = (record: SQSRecord, error: unknown): void => {
			failed.push(record);
			ports.telemetry.failed(record.messageId, error instanceof Error ? error : new Error(String(error)));
		};
		const attempt = async (record: SQSRecord, run: () => Promise<void>): Promise<void> => {
			try {
				await run();
			} catch (error) {
				fail(record, error);
			}
		};
		const time = timeLimitOf(ports.timeUp(context));
		try {
			const arrived: Envelope[] = [];
			const opened = Records.flatMap((record) => {
				try {
					return { record, message: toCheck(record, parse, arrived, ports) };
				} catch (error) {
					fail(record, error);
					return [];
				}
			});
			const others = opened.flatMap(({ record, message }) => {
				if (message instanceof MalformedEventError)
					return attempt(record, () => beforeTimeIsUp(time, () => rejectMessage(record, message, ports)));
				return message !== null && "changedAt" in message
					? attempt(record, () =>
							beforeTimeIsUp(time, async () => ports.checkRepositories?.(message.place, message.changedAt)),
						)
					: [];
			});
			const messages = opened.flatMap(({ message }) => (message !== null && "subjects" in message ? message : []));
			const checked = await checkBatch(messages, time, ports);
			const requeued = new Set<string>();
			for (const message of messages) {
				await attempt(message.record, () => settle(message, checked, requeued, time, ports));
			}
			await Promise.all(others);
			await beforeTimeIsUp(time, async () => ports.noteArrivals?.(arrived)).catch((error: unknown) => {
				ports.telemetry.skipped("arrivals", `the next batch records that events arrive: ${String(error)}`);
			});
			await Promise.all(failed.map(ports.retrySoon));
			return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
		} finally {
			ports.telemetry.flush();
		}
	};
}

/** A change of all repositories of an account and Region. */
interface RegistryChange {
	readonly place: AccountRegion;
	readonly changedAt: string;
}

/** Null if there is nothing to check; an error if the message is malformed. Adds its envelope to `arrived`. */
function toCheck(
	record: SQSRecord,
	parse: EventParser,
	arrived: Envelope[],
	ports: RoutePorts,
): Message | RegistryChange | MalformedEventError | null {
	const message = openMessage(record, parse, ports);
	if (message === null || message instanceof MalformedEventError) return message;
	const { parsed, envelope } = message;
	arrived.push(envelope);
	if (parsed.kind !== "check") {
		ports.telemetry.skipped(record.messageId, parsed.reason);
		if (parsed.kind !== "check-all") return null;
		const { account, region, time } = envelope;
		return { place: { partition: partitionOf(region), account, region }, changedAt: time };
	}
	return { record, subjects: parsed.subjects, trigger: triggerOf(parsed, envelope, ports) };
}

/** Throws if a part of the message has to be retried. `requeued`: ARNs for which a message of the batch was sent again already. */
async function settle(
	{ record, subjects }: Message,
	checked: ReadonlyMap<string, Checked>,
	requeued: Set<string>,
	time: TimeLimit,
	ports: RoutePorts,
): Promise<void> {
	const outcomes = subjects.flatMap((subject) => checked.get(arnOf(subject)) ?? []);
	const error = errorIn(outcomes);
	if (error !== null) throw error;
	const awaited = outcomes.flatMap((outcome) => {
		if (outcome.kind !== "recorded" || outcome.awaitedSince === null || requeued.has(outcome.entry.arn)) return [];
		return [{ arn: outcome.entry.arn, since: outcome.awaitedSince, readAt: outcome.entry.readAt }];
	});
	if (awaited.length === 0) return;
	const seconds = await beforeTimeIsUp(time, () => ports.requeue(record, awaited));
	for (const { arn } of awaited) requeued.add(arn);
	if (seconds !== null) ports.telemetry.requeue(record.messageId, seconds);
}

/**
 * A registration is new for a day. An event redelivered from an archive or an old dead letter is checked but blocks nothing, and
 * neither does one from the replay source, unless the stack has the option `replayCanBlock`: anyone who may call PutEvents can send it.
 */
const newForMs = 86_400_000;

function triggerOf(parsed: ParsedRecheck & { readonly kind: "check" }, envelope: Envelope, ports: RoutePorts): Trigger {
	const { time, source, isFromArchive } = envelope;
	const replayed = source === ports.replaySource;
	const isRecent = !isFromArchive && Date.parse(ports.now()) - Date.parse(time) < newForMs;
	const mayBlock = replayed ? ports.replayCanBlock : isRecent;
	return {
		time,
		// A replayed announcement is old, so the result that AWS has now is final.
		announcedAt: replayed ? null : (parsed.announcedAt ?? null),
		registered:
			mayBlock && parsed.registered !== undefined
				? [candidateOf(parsed.registered, replayed ? ports.now() : time)]
				: [],
		replayed: replayed || isFromArchive,
		...(parsed.isDeployment === true ? { isDeployment: true } : {}),
		...(parsed.decided === undefined || parsed.decided.length === 0 ? {} : { decided: parsed.decided }),
	};
}

const candidateOf = ({ revision }: RegisteredRevision, since: string): BlockCandidate => {
	return { revision, until: new Date(Date.parse(since) + newForMs).toISOString() };
};
