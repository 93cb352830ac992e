import type { Destination } from "../../../core/destination.ts";
import { destinationKey } from "../../../domain/notifications/destination.ts";
import type { Notification } from "../../../domain/notifications/notification.ts";
import type { Invocation } from "../invocation.ts";
import type { Services } from "../services.ts";
import type { Message } from "./message.ts";

/** What one invocation knows of what it posts. */
export interface Posting {
	/** ARNs of what could not be recorded. */
	readonly unrecorded: Set<string>;
	/** Whether Security Hub answered which findings are suppressed. */
	couldRead: boolean;
}

/** One message on its way. */
export interface Delivery {
	readonly message: Message;
	readonly destination: Destination;
	readonly about: readonly Notification[];
	/** No answer reached the invocation. */
	isUnanswered: boolean;
}

/** Shows a message in its channel. */
export function show(services: Services, invocation: Invocation, posting: Posting, delivery: Delivery): void {
	const { slack, clock, note } = services;
	const { message, destination, about } = delivery;
	const key = destinationKey(destination);
	if (message.kind === "report") {
		note(() => `Slack hears that a sweep has found ${message.summary.subjects} subjects`);
		slack.reports.push(message.summary);
	}
	// What a digest says is what counts, not what it should say.
	for (const notification of message.kind === "news" ? message.about : about) {
		const { arn, readAt } = notification.entry;
		slack.post({
			...{ key, destination, notification, at: clock.time, startedAt: invocation.startedAt },
			couldRead: posting.couldRead,
			isUnanswered: () => delivery.isUnanswered,
			isUnrecorded: () => invocation.wasKilled || posting.unrecorded.has(arn),
		});
		const changes = notification.changes.map(({ control, kind }) => `${control} ${kind}`);
		note(() => `Slack, ${key}, hears of ${arn} of ${readAt}: ${changes.join(", ")}`);
	}
}
