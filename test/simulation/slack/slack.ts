import type { SlackAnswer } from "../../../adapters/slack/send.ts";
import type { Undelivered } from "../../../adapters/sqs/undelivered.ts";
import type { Destination } from "../../../core/destination.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { destinationKey } from "../../../domain/notifications/destination.ts";
import type { Notification } from "../../../domain/notifications/notification.ts";
import type { UndeliveredMessage } from "../../../pipeline/sinks/chat.ts";
import type { SweepSummary } from "../../../pipeline/sweep-summary.ts";
import { HeldInMemory } from "../../support/held-changes.ts";
import { StreamPorts } from "../../support/stream-ports.ts";
import { ThreadsInMemory } from "../../support/threads.ts";
import type { Message } from "./message.ts";
import type { Trouble } from "./troubles.ts";

/** One notification in a channel, in a message of its own or in a digest. Times are epoch milliseconds. */
export interface Post {
	readonly at: number;
	/** When the invocation began that posted it. */
	readonly startedAt: number;
	/** As `destinationKey` names it. */
	readonly key: string;
	readonly destination: Destination;
	readonly notification: Notification;
	/** Whether Security Hub answered which findings are suppressed. */
	readonly couldRead: boolean;
	/** Whether the pipeline had recorded that this state was handled before the invocation began that posted it. */
	readonly wasConfirmed: boolean;
	/** No answer reached the invocation that posted it. */
	readonly isUnanswered: () => boolean;
	/** The invocation was killed after it, or could not record it, so it is posted again. */
	readonly isUnrecorded: () => boolean;
}

/** A request that reached Slack, whatever the answer was. Times are epoch milliseconds. */
export interface SlackRequest {
	/** What the invocations share a pace and a wait about, such as a destination. */
	readonly line: string;
	readonly startedAt: number;
	/** For which the pipeline reserved its turn. It is sent later: the reservation itself takes time. */
	readonly turn: number;
	readonly sentAt: number;
	readonly at: number;
	readonly answer: SlackAnswer;
}

/** That the pipeline recorded that nothing is sent before a time. */
interface Postponement {
	readonly line: string;
	readonly at: number;
	readonly startedAt: number;
}

/** What a destination was told, or a dead letter says that it should have been. `at`: epoch milliseconds. */
export interface Told {
	readonly at: number;
	readonly key: string;
	readonly about: readonly Notification[];
	readonly isLetter: boolean;
	/** The pipeline does not know that it was told: it may end in quiet hours, or in a change that could not be read then, as if nobody had heard. */
	readonly isUnknown: boolean;
}

/** A dead letter of the notifier. */
export interface Letter extends Told {
	readonly reason: string;
}

/** A message of the bot that is no reply. */
export interface FirstMessage {
	readonly channelId: string;
	/** Of its subject; null if it is about several, or none. */
	readonly arn: string | null;
	content: Message;
	/** The pipeline cannot know of it. */
	readonly isExcused: () => boolean;
	/** Slack did not let it be changed. */
	wasRejected: boolean;
}

const accepted: SlackAnswer = { status: 200, retryAfter: null, body: "ok" };

/** Slack with its webhooks and channels, which also knows what the pipeline recorded about them. */
export class SimulatedSlack {
	readonly posts: Post[] = [];
	readonly requests: SlackRequest[] = [];
	readonly postponements: Postponement[] = [];
	readonly letters: Letter[] = [];
	/** Messages about what the first sweep found. */
	readonly reports: SweepSummary[] = [];
	/** The states of subjects in messages to which no answer came. */
	readonly unanswered: LedgerEntry[] = [];
	/** What it does not accept. */
	readonly troubles: Trouble[] = [];
	/** What the pipeline notes about Slack in the ledger's table. */
	readonly notes = new StreamPorts("slack").notes;
	/** By time stamp. */
	readonly messages = new Map<string, FirstMessage>();
	readonly threads = new ThreadsInMemory();
	/** What about the threads of subjects was not recorded, or not known to be. */
	readonly unwritten = new Set<{ readonly arn: string }>();
	/** Whether any channel is the bot's. */
	hasThreads = false;
	/** What is held in the quiet hours, and the subjects with first messages that may not show the present. */
	readonly held: HeldInMemory;
	readonly stale: HeldInMemory;
	/** Whether the policy has quiet hours; and the subjects that are held now. */
	hasQuietHours = false;
	readonly holding = new Set<string>();
	readonly #confirmed = new Map<string, { readonly readAt: string; readonly at: number }[]>();

	/** `entries`: of the ledger. */
	constructor(entries: ReadonlyMap<string, LedgerEntry>) {
		this.held = new HeldInMemory(entries);
		this.stale = new HeldInMemory(entries);
	}

	/** Answers a request to a destination, and shows its message if it accepts it. */
	receive(key: string, request: Omit<SlackRequest, "answer">, show: () => void): SlackAnswer {
		const trouble = this.troubles.find((one) => one.key === key && one.from <= request.at && request.at < one.until);
		const answer = trouble?.answer ?? accepted;
		this.requests.push({ ...request, answer });
		if (answer === accepted) show();
		return answer;
	}

	/** A message became a dead letter, or a stream record. */
	keep({ body, reason }: Undelivered, at: number): void {
		const { destination, message } = body as Partial<UndeliveredMessage<Message>>;
		const about = message?.kind === "news" ? message.about : [];
		this.letters.push({ at, key: destinationKey(destination ?? {}), reason, about, isLetter: true, isUnknown: false });
	}

	addMessage(message: FirstMessage): { readonly channelId: string; readonly ts: string } {
		const ts = `${1_795_000_001 + this.messages.size}.000100`;
		this.messages.set(ts, message);
		return { channelId: message.channelId, ts };
	}

	post(post: Omit<Post, "wasConfirmed">): void {
		const { arn, readAt } = post.notification.entry;
		const confirmed = this.#confirmed.get(arn) ?? [];
		// What is held counts as handled.
		const isNews = this.holding.has(arn);
		const wasConfirmed = !isNews && confirmed.some((one) => one.readAt >= readAt && one.at < post.startedAt);
		this.posts.push({ ...post, wasConfirmed });
	}

	confirm(arn: string, readAt: string, at: number): void {
		this.#confirmed.set(arn, [...(this.#confirmed.get(arn) ?? []), { readAt, at }]);
	}

	/** In the order of time. */
	get told(): readonly Told[] {
		const posts = this.posts.map(({ at, key, notification, isUnanswered, isUnrecorded }): Told => {
			const isUnknown = isUnanswered() || isUnrecorded();
			return { at, key, about: [notification], isLetter: false, isUnknown };
		});
		return [...posts, ...this.letters].toSorted((a, b) => a.at - b.at);
	}
}
