import type { LinePorts } from "../../../pipeline/sinks/chat-channel.ts";
import { updateLine } from "../../../pipeline/sinks/chat-threads.ts";
import type { Invocation } from "../invocation.ts";
import type { Services } from "../services.ts";

/** Milliseconds between two messages to a destination, and between two changes of messages, as functions/chat-ports.ts has it. */
const [messageIntervalMs, updateIntervalMs] = [1_000, 1_200];

/** What the invocations share about the requests to Slack. */
export interface Line extends LinePorts {
	/** The time for which the last turn was reserved in a line, epoch milliseconds; NaN if none was. */
	readonly turnIn: (line: string) => number;
}

/** As one invocation reaches it. */
export function linePorts({ clock, slack, variant }: Services, invocation: Invocation): Line {
	const { startedAt } = invocation;
	const turns = new Map<string, number>();
	const isForgotten = variant === "the wait that Slack asks for is forgotten";
	const isFast = variant === "messages do not wait for their turn";
	return {
		notBefore: (line) => invocation.call("dynamodb:GetItem", () => (isForgotten ? null : slack.notes.notBefore(line))),
		postponeUntil: (line, time) =>
			invocation.call("dynamodb:UpdateItem", async () => {
				await slack.notes.postponeUntil(line, time);
				slack.postponements.push({ line, at: clock.time, startedAt });
			}),
		claimPost: async (line, time) => {
			const next = await invocation.call("dynamodb:UpdateItem", () =>
				isFast ? null : slack.notes.claimPost(line, intervalOf(line), time),
			);
			if (next === null) turns.set(line, time.now);
			return next;
		},
		turnIn: (line) => turns.get(line) ?? Number.NaN,
		now: () => clock.time,
		sleep: invocation.wait,
	};
}

export const intervalOf = (line: string): number => (line === updateLine ? updateIntervalMs : messageIntervalMs);
