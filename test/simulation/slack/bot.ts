import { PermanentRejectionError, TryLaterError, UnconfirmedError, WaitRequestedError } from "../../../core/errors.ts";
import { destinationKey } from "../../../domain/notifications/destination.ts";
import { type ThreadPorts, updateLine } from "../../../pipeline/sinks/chat-threads.ts";
import type { Invocation } from "../invocation.ts";
import type { Services } from "../services.ts";
import { type Delivery, type Posting, show } from "./delivery.ts";
import type { Line } from "./lines.ts";
import type { Message } from "./message.ts";
import type { FirstMessage } from "./slack.ts";
import { isRejection, isWait } from "./troubles.ts";

type Bot = Pick<ThreadPorts<Message>, "post" | "reply" | "update">;

/** In this status a channel is archived: what is in it can neither be replied to nor changed. */
const archived = 410;

const idOf = (channel: string): string => `C-${channel}`;
const channelOf = (channelId: string): string => channelId.slice("C-".length);

/** The bot of one invocation, as adapters/slack/web-api.ts calls Slack. `delivery`: of the message that is posted, if one is. */
export function botOf(
	services: Services,
	invocation: Invocation,
	line: Line,
	{ posting, delivery }: { readonly posting: Posting; readonly delivery: Delivery | null },
): Bot {
	const { slack, clock, note } = services;
	const request = async <T>(method: string, channel: string, effect: () => T): Promise<T | "gone"> => {
		const key = destinationKey({ channel });
		const own = method === "update" ? updateLine : key;
		const [turn, sentAt, { startedAt }] = [line.turnIn(own), clock.time, invocation];
		return invocation.call(`slack:${method}`, () => {
			let result: T | "gone" = "gone";
			const answer = slack.receive(key, { line: own, startedAt, turn, sentAt, at: clock.time }, () => {
				result = effect();
			});
			if (isWait(answer)) throw new WaitRequestedError("Slack asked to wait", Number(answer.retryAfter) * 1_000);
			if (isRejection(answer) && !(method !== "post" && answer.status === archived))
				throw new PermanentRejectionError(`Slack rejected the request: ${answer.body}`);
			return result;
		});
	};
	const say = (): void => {
		if (delivery !== null) show(services, invocation, posting, delivery);
	};
	return {
		post: async (channel, content) => {
			const posted = await request("post", channel, () => {
				say();
				return slack.addMessage({
					...{ channelId: idOf(channel), arn: arnIn(content), content, wasRejected: false },
					isExcused: () => invocation.wasKilled || delivery?.isUnanswered === true,
				});
			});
			if (posted === "gone") throw new PermanentRejectionError(`Slack rejected the request: ${channel} is archived`);
			return posted;
		},
		reply: async ({ channelId, threadTs }) => {
			const ts = await request("reply", channelOf(channelId), () => {
				say();
				return threadTs;
			});
			return ts === "gone" ? "gone" : { channelId, ts, isInThread: true };
		},
		update: async ({ channelId, ts }, content) => {
			const message = slack.messages.get(ts);
			try {
				const done = await request("update", channelOf(channelId), () => {
					if (message === undefined) return "gone";
					message.content = content;
					note(() => `the message ${ts} about ${message.arn} shows: ${shortOf(content)}`);
					return "updated" as const;
				});
				if (done === "gone" && message !== undefined) message.wasRejected = true;
				return done;
			} catch (error) {
				if (error instanceof PermanentRejectionError && message !== undefined) message.wasRejected = true;
				// The same state may be written again.
				throw error instanceof UnconfirmedError ? new TryLaterError(error.message) : error;
			}
		},
	};
}

/** A message about one subject is the first one of its thread. */
const arnIn = (content: Message): FirstMessage["arn"] =>
	content.kind === "news" && content.about.length === 1 ? (content.about[0]?.entry.arn ?? null) : null;

const shortOf = (content: Message): string =>
	content.kind === "present"
		? content.state.checks.map(({ control, state }) => `${control} ${state}`).join(", ")
		: content.kind;
