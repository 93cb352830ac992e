import type { Unconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import type { SweepSummary } from "../../pipeline/sweep-summary.ts";

/** One notification in the channel, in a message of its own or in a digest. Times are epoch milliseconds. */
export interface Post {
	readonly at: number;
	/** When the invocation began that posted it. */
	readonly startedAt: number;
	readonly notification: Notification;
	/** Whether Security Hub answered which findings are suppressed. */
	readonly couldRead: boolean;
	/** Whether the pipeline had recorded that this state was handled before the invocation began that posted it. */
	readonly wasConfirmed: boolean;
	/** No answer reached the invocation that posted it. */
	isUnanswered: boolean;
	/** The invocation was killed after it, or could not record it, so it is posted again. */
	isUnrecorded: () => boolean;
}

/** A Slack channel behind an incoming webhook, which also knows what the pipeline recorded as handled. */
export class SimulatedChannel {
	readonly posts: Post[] = [];
	/** Messages about what the first sweep found. */
	readonly reports: SweepSummary[] = [];
	/** Until when the pipeline waits because the channel asked for it, ISO 8601. */
	notBefore: string | null = null;
	/** When the next message may be posted, epoch milliseconds. */
	nextPost = 0;
	/** `readAt` of what the pipeline recorded as sent without an answer, by ARN. */
	readonly unconfirmed = new Map<string, Unconfirmed>();
	readonly #confirmed = new Map<string, { readonly readAt: string; readonly at: number }[]>();

	post(post: Omit<Post, "wasConfirmed">): Post {
		const { arn, readAt } = post.notification.entry;
		const confirmed = this.#confirmed.get(arn) ?? [];
		const wasConfirmed = confirmed.some((one) => one.readAt >= readAt && one.at < post.startedAt);
		const whole = { ...post, wasConfirmed };
		this.posts.push(whole);
		return whole;
	}

	confirm(arn: string, readAt: string, at: number): void {
		this.#confirmed.set(arn, [...(this.#confirmed.get(arn) ?? []), { readAt, at }]);
	}
}
