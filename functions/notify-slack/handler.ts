import { notifyChat } from "../../pipeline/sinks/notify-chat.ts";
import { slackPorts } from "../slack-ports.ts";

/** The ledger changed, or a report is due: notifies Slack. Messages that Slack rejects go to the dead-letter queue (docs/runbook.md). */
export const handler = notifyChat(slackPorts());
