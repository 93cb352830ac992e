import { chatSink } from "../../pipeline/sinks/chat.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { slackPorts } from "../ports.ts";

const ports = slackPorts();

/** The ledger changed: Slack is notified. What it refuses ends in the dead-letter queue (docs/runbook.md). */
export const handler = streamReader(chatSink(ports), ports);
