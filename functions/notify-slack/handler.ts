import { chatSink } from "../../pipeline/sinks/chat.ts";
import { readReports } from "../../pipeline/sinks/reports.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { slackPorts } from "../sink-ports.ts";

const ports = slackPorts();

/** The ledger changed, or a report is due: notifies Slack. Messages that Slack rejects go to the dead-letter queue (docs/runbook.md). */
export const handler = readReports(streamReader(chatSink(ports), ports), ports);
