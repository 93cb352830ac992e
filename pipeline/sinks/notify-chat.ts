import { type Ports as StreamPorts, streamReader } from "../stream.ts";
import { type ChatPorts, chatSink } from "./chat.ts";
import { type FirstMessagePorts, noteStaleThreads, updateFirstMessages } from "./first-messages.ts";
import { type HoldingPorts, type OpenChat, quietChat } from "./held-changes.ts";
import { type ReportPorts, readReports } from "./reports.ts";
import { sendHeld } from "./send-held.ts";

/** Milliseconds after the beginning of an invocation, and after its messages, for which first messages are changed: news waits meanwhile. */
const [lastUpdateMs, updatingMs] = [30_000, 15_000];

export type NotifyPorts<Message> = StreamPorts &
	Omit<ChatPorts<Message>, "readThreads"> &
	HoldingPorts & {
		/** Null if messages cannot be changed once they are sent. */
		readonly firstMessages: Omit<
			FirstMessagePorts<Message>,
			keyof Omit<ChatPorts<Message>, "readThreads"> | "telemetry"
		> | null;
	} & Omit<ReportPorts<Message>, "sendHeld">;

/**
 * The reader of the stream that notifies a chat: of changes, of reports, and after the quiet hours of what was held. At the end of each
 * invocation it brings first messages up to date.
 */
export function notifyChat<Message>(ports: NotifyPorts<Message>): ReturnType<typeof readReports> {
	const firstMessages = ports.firstMessages === null ? null : { ...ports, ...ports.firstMessages };
	const readThreads = firstMessages?.readThreads;
	const chat: OpenChat = (confirmState) =>
		chatSink({ ...ports, confirmState, ...(readThreads === undefined ? {} : { readThreads }) });
	const quiet = quietChat(chat, ports);
	const sink = firstMessages === null ? quiet : noteStaleThreads(quiet, firstMessages);
	const read = readReports(streamReader(sink, ports), {
		...ports,
		sendHeld: (record) => sendHeld(record, chat, ports),
	});
	return async (event) => {
		const until = ports.now() + lastUpdateMs;
		const response = await read(event);
		if (event.Records.length > 0 && firstMessages !== null)
			await updateFirstMessages(Math.min(until, ports.now() + updatingMs), firstMessages);
		return response;
	};
}
