import { type Ports as StreamPorts, streamReader } from "../stream.ts";
import { type ChatPorts, chatSink } from "./chat.ts";
import { type HoldingPorts, quietChat, sendHeld } from "./held-changes.ts";
import { type ReportPorts, readReports } from "./reports.ts";

export type NotifyPorts<Message> = StreamPorts &
	ChatPorts<Message> &
	HoldingPorts &
	Omit<ReportPorts<Message>, "sendHeld">;

/** The reader of the stream that notifies a chat: of changes, of reports, and after the quiet hours of what was held. */
export function notifyChat<Message>(ports: NotifyPorts<Message>): ReturnType<typeof readReports> {
	const chat = chatSink(ports);
	return readReports(streamReader(quietChat(chat, ports), ports), {
		...ports,
		sendHeld: (record) => sendHeld(record, chat, ports),
	});
}
