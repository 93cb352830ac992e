import { chatSink } from "../../pipeline/sinks/chat.ts";
import { readSweepReports } from "../../pipeline/sinks/sweep-report.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { slackPorts } from "../slack-ports.ts";

const ports = slackPorts();

/** The ledger changed, or the first sweep has finished: notifies Slack. Messages that Slack rejects go to the dead-letter queue (docs/runbook.md). */
export const handler = readSweepReports(streamReader(chatSink(ports), ports), ports);
