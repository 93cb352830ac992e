import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { securityHubPorts } from "../ports.ts";

const ports = securityHubPorts();

/** The ledger changed: its findings are published to Security Hub. What it refuses ends in the dead-letter queue (docs/runbook.md). */
export const handler = streamReader(securityHubSink(ports), ports);
