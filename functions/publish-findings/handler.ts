import { securityHubPorts } from "../ports.ts";
import { streamReader } from "../stream.ts";
import { intoSecurityHub } from "./into-security-hub.ts";

const ports = securityHubPorts();

/** The ledger changed: Security Hub is told. What it refuses ends in the dead-letter queue (docs/runbook.md). */
export const handler = streamReader(intoSecurityHub(ports), ports);
