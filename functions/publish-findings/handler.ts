import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { securityHubPorts } from "../ports.ts";

const ports = securityHubPorts();

/** The ledger changed: publishes its findings to Security Hub. Rejected findings go to the dead-letter queue (docs/runbook.md). */
export const handler = streamReader(securityHubSink(ports), ports);
