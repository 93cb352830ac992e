import type { Notification } from "../../core/notification.ts";

/** One message in the channel. */
export interface Post {
	/** Epoch milliseconds. */
	readonly at: number;
	readonly notification: Notification;
	/** Whether the pipeline had recorded that this state was handled before the invocation began that posted it. */
	readonly wasConfirmed: boolean;
}

/** A Slack channel behind an incoming webhook, which also knows what the pipeline recorded as handled. */
export class SimulatedChannel {
	readonly posts: Post[] = [];
	readonly #confirmed = new Map<string, { readonly readAt: string; readonly at: number }[]>();

	/** `startedAt`: when the invocation began; epoch milliseconds. */
	post(notification: Notification, at: number, startedAt: number): void {
		const { arn, readAt } = notification.entry;
		const confirmed = this.#confirmed.get(arn) ?? [];
		const wasConfirmed = confirmed.some((one) => one.readAt >= readAt && one.at < startedAt);
		this.posts.push({ at, notification, wasConfirmed });
	}

	confirm(arn: string, readAt: string, at: number): void {
		this.#confirmed.set(arn, [...(this.#confirmed.get(arn) ?? []), { readAt, at }]);
	}
}
