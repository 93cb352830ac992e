import { UnconfirmedError } from "../../../core/errors.ts";
import { deliverInThread, type ThreadPorts } from "../../../pipeline/sinks/chat-threads.ts";
import { addToThreads } from "../../../pipeline/sinks/first-messages.ts";
import type { NotifyPorts } from "../../../pipeline/sinks/notify-chat.ts";
import type { Invocation } from "../invocation.ts";
import type { Services } from "../services.ts";
import { botOf } from "./bot.ts";
import type { Delivery, Posting } from "./delivery.ts";
import type { Line } from "./lines.ts";
import type { Message } from "./message.ts";
import { postToWebhook } from "./webhooks.ts";

/** How one invocation posts to webhooks and channels, and follows threads, as functions/slack-transport.ts connects it. */
export function transportOf(
	services: Services,
	invocation: Invocation,
	line: Line,
	posting: Posting,
): Pick<NotifyPorts<Message>, "post" | "firstMessages"> {
	const { slack, policy, stream, clock, variant } = services;
	const { stale, threads } = slack;
	const write = async (arn: string, record: () => Promise<void>): Promise<void> => {
		// The function may end before it knows.
		const attempt = { arn };
		slack.unwritten.add(attempt);
		await invocation.call("dynamodb:UpdateItem", record);
		slack.unwritten.delete(attempt);
	};
	const portsFor = (delivery: Delivery | null): Omit<ThreadPorts<Message>, "minimumSeverity"> => ({
		...{ ...line, ...botOf(services, invocation, line, { posting, delivery }) },
		toMessage: (notification) => ({ kind: "news", about: [notification] }),
		toPresentMessage: (state) => ({ kind: "present", state }),
		readThreads: (arn) => invocation.call("dynamodb:Query", () => threads.readThreads(arn)),
		writeThread: (arn, thread) =>
			write(arn, async () => {
				if (variant !== "threads are not recorded") await threads.writeThread(arn, thread);
			}),
		markStale: (arn, readAt) => write(arn, () => stale.hold(arn, null, readAt)),
	});
	const deliver = async (delivery: Delivery, to: string): Promise<string> => {
		const { message, destination, about } = delivery;
		const { minimumSeverity = policy.slack.minimumSeverity } = destination;
		const ports = portsFor(delivery);
		const [notification, ...others] = about;
		if (notification !== undefined && others.length === 0)
			return deliverInThread(notification, to, { ...ports, minimumSeverity });
		await ports.post(to, message);
		await addToThreads(about, to, ports);
		return "posted";
	};
	return {
		post: async (message, destination, about) => {
			const delivery: Delivery = { message, destination, about, isUnanswered: false };
			try {
				const { channel } = destination;
				return channel === undefined
					? await postToWebhook(services, invocation, line, posting, delivery)
					: await deliver(delivery, channel);
			} catch (error) {
				if (!(error instanceof UnconfirmedError)) throw error;
				delivery.isUnanswered = true;
				slack.unanswered.push(...about.map(({ entry }) => entry));
				throw error;
			}
		},
		firstMessages: slack.hasThreads
			? {
					...portsFor(null),
					stale: {
						hold: (arn, before, readAt) => write(arn, () => stale.hold(arn, before, readAt)),
						list: (limit) =>
							invocation.call("dynamodb:Query", () =>
								variant === "first messages are not brought up to date" ? [] : stale.list(limit),
							),
						release: (arn, readAt) => invocation.call("dynamodb:DeleteItem", () => stale.release(arn, readAt)),
						current: (arn) => invocation.call("dynamodb:GetItem", () => stale.current(arn)),
					},
					toMovedMessage: () => ({ kind: "moved" }),
					writeShown: (arn, shown) => write(arn, () => threads.writeShown(arn, shown)),
					wake: () => invocation.call("dynamodb:PutItem", () => stream.appendReport({ kind: "wake", at: clock.now() })),
				}
			: null,
	};
}
