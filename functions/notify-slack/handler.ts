import { slackPorts } from "../ports.ts";
import { streamReader } from "../stream.ts";
import { intoSlack } from "./into-slack.ts";

const ports = slackPorts();

/** The ledger changed: Slack is told. What it refuses ends in the dead-letter queue (docs/runbook.md). */
export const handler = streamReader(intoSlack(ports), ports);
