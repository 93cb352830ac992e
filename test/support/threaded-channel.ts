import type { LedgerEntry } from "../../core/ledger.ts";
import { changesBetween } from "../../domain/changes.ts";
import { type Notification, notificationOf } from "../../domain/notifications/notification.ts";
import type { PresentState } from "../../domain/notifications/present-state.ts";
import type { Thread } from "../../domain/notifications/thread.ts";
import type { ThreadPorts } from "../../pipeline/sinks/chat-threads.ts";
import { hearing } from "./notifications.ts";

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

/** The ports of one subject's thread in one channel, whose messages are the kinds of headlines. Each may fail. */
export class ThreadedChannel {
	/** By time stamp. */
	readonly shown = new Map<string, Shown>();
	thread: Thread | null = null;
	failing: Partial<Record<"post" | "reply" | "update" | "write" | "read", "gone" | "kept" | Error>> = {};

	readonly ports: ThreadPorts<string> = {
		minimumSeverity: "LOW",
		toMessage: ({ headline }) => headline.kind,
		toPresentMessage: nameOf,
		readThread: async () => {
			this.#trouble("read");
			return this.thread;
		},
		writeThread: async (_arn, _channel, next) => {
			this.#trouble("write");
			if (this.thread === null || this.thread.readAt <= next.readAt) this.thread = next;
		},
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
