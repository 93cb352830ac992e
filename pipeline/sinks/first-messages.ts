import type { HeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import type { Shown } from "../../adapters/dynamodb/threads.ts";
import { messageOf } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { controlsIn, type Notification } from "../../domain/notifications/notification.ts";
import { isEnded, type PresentState, presentStateOf } from "../../domain/notifications/present-state.ts";
import { type Thread, threadsFor } from "../../domain/notifications/thread.ts";
import type { Change, OpenSink } from "../sink.ts";
import type { StreamTelemetry } from "../stream-telemetry.ts";
import { type LinePorts, openLine } from "./chat-channel.ts";
import { shownBy, type ThreadPorts, updateLine } from "./chat-threads.ts";
import { destinationOfEntry, type UnitDefaults } from "./chat-units.ts";
import { within } from "./within.ts";

export interface FirstMessagePorts<Message>
	extends LinePorts,
		Omit<UnitDefaults, "unknownAfter">,
		Pick<ThreadPorts<Message>, "readThreads" | "toPresentMessage" | "update"> {
	/** For a channel to which nothing about the subject goes any more. `to`: the channel to which it goes instead, if it is one. */
	readonly toMovedMessage: (entry: LedgerEntry, to: string | undefined) => Message;
	/** Records what a first message was changed to. */
	readonly writeShown: (arn: string, shown: Shown) => Promise<void>;
	/** Subjects with first messages that may not show the present. */
	readonly stale: Pick<HeldChanges, "hold" | "list" | "release" | "current">;
	/** Has the function run again soon. */
	readonly wake: () => Promise<void>;
	readonly telemetry: Pick<StreamTelemetry, "delivered" | "failed">;
}

const atOnce = 10;

/**
 * A chat whose first messages are changed whenever the subject is not as they show it, whether that is reported or not: a waiver, for
 * instance, is no news. Before anything is sent it is noted which ones may have to be changed; `updateFirstMessages` does it.
 */
export function noteStaleThreads<Message>(open: OpenSink, ports: FirstMessagePorts<Message>): OpenSink {
	return async (batch) => {
		const subjects = [...Map.groupBy(batch, ({ entry }) => entry.arn).values()];
		const threaded = subjects.filter(mayHaveThread);
		await mapConcurrently(atOnce, threaded, (changes) => note(changes, ports));
		return open(batch);
	};
}

/** Only what was reported has a thread, in whatever channel: where notifications go now says nothing about that. */
const mayHaveThread = (changes: readonly Change[]): boolean =>
	changes.some(({ before, entry }) => hasFailed(entry) || (before !== null && hasFailed(before)));

const hasFailed = ({ blocks, controls, remembered }: LedgerEntry): boolean =>
	blocks.length > 0 ||
	Object.keys(remembered ?? {}).length > 0 ||
	Object.values(controls).some(({ firstFailed }) => firstFailed !== null);

async function note<Message>(changes: readonly Change[], ports: FirstMessagePorts<Message>): Promise<void> {
	const entry = changes.at(-1)?.entry;
	if (entry === undefined) return;
	try {
		// If the threads cannot be read, that may be possible later.
		const threads = await ports.readThreads(entry.arn).catch(() => null);
		if (threads !== null && changesOf(entry, threads, ports).length === 0) return;
		await ports.stale.hold(entry.arn, null, entry.readAt);
	} catch (error) {
		// News does not wait for this. The next change of the subject makes up for it.
		ports.telemetry.failed(entry.arn, `first messages are not brought up to date: ${messageOf(error)}`);
	}
}

/** A first message and what it has to show. */
interface MessageChange<Message> {
	readonly thread: Thread;
	readonly message: Message;
	readonly shown: Pick<Thread, "isEnded" | "shows" | "shownAt">;
}

/** Is shown by a message that says where messages about the subject go now. */
const moved = "moved";

/**
 * A thread in which all has ended stays as it was; what fails later gets a thread of its own. But if no message told the end, none may
 * tell that it fails again.
 */
const isOver = ({ isEnded: hasEnded, shows, shownAt, readAt }: Thread, state: PresentState): boolean =>
	hasEnded && shows !== moved && (shownAt <= readAt || isEnded(state));

function changesOf<Message>(
	entry: LedgerEntry,
	threads: readonly Thread[],
	ports: FirstMessagePorts<Message>,
): readonly MessageChange<Message>[] {
	const { channel, minimumSeverity = ports.minimumSeverity } = destinationOfEntry(entry, ports);
	const { own, former } = threadsFor(threads, channel);
	const inChannel = [...(own === null ? [] : [own]), ...former.filter((one) => one.channelId === own?.channelId)];
	const present = inChannel.flatMap((thread): MessageChange<Message>[] => {
		const state = presentStateOf(entry, thread.reported, minimumSeverity);
		if (isOver(thread, state)) return [];
		const shown = shownBy(state, ports);
		return shown.shows === thread.shows ? [] : [{ thread, message: ports.toPresentMessage(state), shown }];
	});
	const left = former.flatMap((thread): MessageChange<Message>[] => {
		const state = presentStateOf(entry, thread.reported, minimumSeverity);
		if (inChannel.includes(thread) || isOver(thread, state)) return [];
		// Nobody hears of that end where messages go now, unless its beginning was heard of there.
		if (isEnded(state)) return [{ thread, message: ports.toPresentMessage(state), shown: shownBy(state, ports) }];
		if (thread.shows === moved) return [];
		const shown = { isEnded: true, shows: moved, shownAt: entry.readAt };
		return [{ thread, message: ports.toMovedMessage(entry, channel), shown }];
	});
	return [...present, ...left];
}

/** Milliseconds for recording what a digest reported: it is part of posting it. */
const addingMs = 5_000;

/** After a digest: the open threads are about what it reported as well. Never throws: the digest is posted. */
export async function addToThreads<Message>(
	reported: readonly Notification[],
	channel: string,
	ports: Pick<ThreadPorts<Message>, "readThreads" | "writeThread" | "markStale" | "now">,
): Promise<void> {
	const adding = mapConcurrently(atOnce, reported, async (notification) => {
		const { arn, readAt } = notification.entry;
		try {
			const { own } = threadsFor(await ports.readThreads(arn), channel);
			if (own === null || own.isEnded || own.readAt >= readAt) return;
			const all = [...new Set([...own.reported, ...controlsIn(notification)])];
			await ports.markStale(arn, readAt);
			await ports.writeThread(arn, { ...own, readAt, reported: all });
		} catch {
			// The first message then goes on without what the digest reported.
		}
	});
	const until = { now: ports.now, late: () => new Error("too late") };
	await within(ports.now() + addingMs, () => adding, until).catch(() => undefined);
}

/** Subjects that are looked at in one invocation. */
const maxSubjects = 100;

/**
 * Changes first messages to the present until a time, in epoch milliseconds, at their own pace. If some are left, the function is run
 * again; while the chat is away, that is left to what runs it anyway. Never throws.
 */
export async function updateFirstMessages<Message>(until: number, ports: FirstMessagePorts<Message>): Promise<void> {
	const { stale, telemetry } = ports;
	const done: string[] = [];
	const problems = new Set<string>();
	try {
		const subjects = await stale.list(maxSubjects);
		if (subjects.length === 0) return;
		const line = await openLine(updateLine, ports);
		const send = async ({ thread, message }: MessageChange<Message>) => {
			const { kind, what } = await line.send(() => ports.update(thread, message), until);
			if (kind !== "posted") problems.add(what);
			return kind;
		};
		for (const { arn } of subjects) {
			if (ports.now() >= until || line.unavailable() !== null) break;
			if (await isUpToDate(arn, send, ports)) done.push(arn);
		}
		const isProgress = done.length > 0;
		if (isProgress) telemetry.delivered(undefined, `first messages of ${done.length} subjects were brought up to date`);
		if (isProgress && (done.length < subjects.length || subjects.length === maxSubjects)) await ports.wake();
	} catch (error) {
		problems.add(messageOf(error));
	}
	if (problems.size > 0)
		telemetry.failed(undefined, `first messages were not brought up to date: ${[...problems].join("; ")}`);
}

/** False if something is left to do, and can be done later. What the chat rejects waits for the subject's next change. */
async function isUpToDate<Message>(
	arn: string,
	send: (change: MessageChange<Message>) => Promise<"posted" | "unconfirmed" | "later" | "rejected">,
	ports: FirstMessagePorts<Message>,
): Promise<boolean> {
	const [entry, threads] = await Promise.all([ports.stale.current(arn), ports.readThreads(arn)]);
	const changes = entry === null ? [] : changesOf(entry, threads, ports);
	let mayDiffer = false;
	for (const change of changes) {
		const kind = await send(change);
		if (kind === "unconfirmed" || kind === "later") return false;
		const { channel, ts } = change.thread;
		if (kind === "posted") await ports.writeShown(arn, { channel, ts, ...change.shown });
		mayDiffer = kind === "posted";
	}
	// Another function may have replied meanwhile, so that the message is about more than what it was changed to; and released the subject.
	if (mayDiffer && entry !== null && changesOf(entry, await ports.readThreads(arn), ports).length > 0) {
		await ports.stale.hold(arn, null, entry.readAt);
		return false;
	}
	await ports.stale.release(arn, entry?.readAt ?? new Date(ports.now()).toISOString());
	return true;
}
