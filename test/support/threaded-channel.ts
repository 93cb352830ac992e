import type { LedgerEntry } from "../../core/ledger.ts";
import { changesBetween } from "../../domain/changes.ts";
import { type Notification, notificationOf } from "../../domain/notifications/notification.ts";
import type { PresentState } from "../../domain/notifications/present-state.ts";
import type { Thread } from "../../domain/notifications/thread.ts";
import type { ThreadPorts } from "../../pipeline/sinks/chat-threads.ts";
import type { FirstMessagePorts } from "../../pipeline/sinks/first-messages.ts";
import { HeldInMemory } from "./held-changes.ts";
import { hearing } from "./notifications.ts";
import { StreamPorts } from "./stream-ports.ts";
import { ThreadsInMemory } from "./threads.ts";

interface Shown {
	text: string;
	readonly thread: string | null;
	readonly isBroadcast: boolean;
}

export const notificationBetween = (before: LedgerEntry | null, after: LedgerEntry): Notification => {
	const notification = notificationOf(changesBetween(before, after), hearing());
	if (notification === null) throw new Error("nothing to report");
	return notification;
};

const nameOf = ({ checks }: PresentState): string =>
	`now ${checks.map(({ control, state }) => `${control.replace("task-definition/", "")} ${state}`).join(", ")}`;

/** The ports of threads in channels, which are shown as one, with messages that are the kinds of headlines. Each may fail. */
export class ThreadedChannel {
	/** The clock, and what the invocations share. */
	readonly shared = new StreamPorts("slack");
	readonly threads = new ThreadsInMemory();
	/** By ARN. */
	readonly entries = new Map<string, LedgerEntry>();
	readonly stale = new HeldInMemory(this.entries);
	/** How often the function was run again. */
	wakes = 0;
	/** Changes of first messages that were asked for. */
	updates = 0;
	/** Milliseconds for each. */
	updateMs = 0;
	/** Of the last message. */
	/** By time stamp. */
	readonly shown = new Map<string, Shown>();
	thread: Thread | null = null;
	failing: Partial<Record<"post" | "reply" | "update" | "write" | "read", "gone" | "kept" | Error>> = {};

	readonly ports: ThreadPorts<string> & FirstMessagePorts<string> = {
		...this.shared.notes,
		claimPost: (key, time) => this.shared.notes.claimPost(key, key === "updates" ? 1_200 : 1_000, time),
		now: this.shared.now,
		sleep: this.shared.sleep,
		telemetry: this.shared.telemetry,
		defaultDestination: { channel: "#payments" },
		stale: this.stale,
		markStale: (arn, readAt) => this.stale.hold(arn, null, readAt),
		toMovedMessage: (_, to) => `moved to ${to}`,
		wake: async () => {
			this.wakes += 1;
		},
		minimumSeverity: "LOW",
		toMessage: ({ headline }) => headline.kind,
		toPresentMessage: nameOf,
		readThreads: async (arn) => {
			this.#trouble("read");
			return this.threads.readThreads(arn);
		},
		writeThread: async (arn, thread) => {
			this.#trouble("write");
			await this.threads.writeThread(arn, thread);
			this.thread = (await this.threads.readThreads(arn)).find(({ channel }) => channel === thread.channel) ?? null;
		},
		writeShown: this.threads.writeShown,
		post: async (_channel, text) => {
			this.#trouble("post");
			return this.#add({ text, thread: null, isBroadcast: false });
		},
		reply: async ({ threadTs, isBroadcast }, text) => {
			if (this.#trouble("reply") === "gone") return "gone";
			const isInThread = this.shown.has(threadTs);
			return { ...this.#add({ text, thread: isInThread ? threadTs : null, isBroadcast }), isInThread };
		},
		update: async ({ ts }, text) => {
			this.updates += 1;
			this.shared.time += this.updateMs;
			const trouble = this.#trouble("update");
			if (trouble === "gone" || trouble === "kept") return trouble;
			const message = this.shown.get(ts);
			if (message === undefined) return "gone";
			message.text = text;
			return "updated";
		},
	};

	/** The messages, replies indented, those that the channel shows as well marked with a plus. */
	get lines(): readonly string[] {
		return [...this.shown.values()].map(
			({ text, thread, isBroadcast }) => `${thread === null ? "" : isBroadcast ? "+ " : "  "}${text}`,
		);
	}

	/** A person deletes the first message; another message of the channel keeps the time stamps apart. */
	deleteFirst(): void {
		this.shown.delete("1.0");
		this.shown.set("0.5", { text: "hello", thread: null, isBroadcast: false });
	}

	#add(message: Shown) {
		const ts = `${this.shown.size + 1}.0`;
		this.shown.set(ts, message);
		return { channelId: "C1", ts };
	}

	#trouble(what: keyof ThreadedChannel["failing"]) {
		const trouble = this.failing[what];
		if (trouble instanceof Error) throw trouble;
		return trouble;
	}
}
