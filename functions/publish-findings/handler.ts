import { intoSecurityHub } from "../../pipeline/sinks/security-hub.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { securityHubPorts } from "../ports.ts";

const ports = securityHubPorts();

/** The ledger changed: Security Hub is told. What it refuses ends in the dead-letter queue (docs/runbook.md). */
export const handler = streamReader(intoSecurityHub(ports), ports);
