import { chatSink } from "../../pipeline/sinks/chat.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { slackPorts } from "../sink-ports.ts";

const ports = slackPorts();

/** The ledger changed: notifies Slack. Messages that Slack rejects go to the dead-letter queue (docs/runbook.md). */
export const handler = streamReader(chatSink(ports), ports);
