import { parseStart } from "../../events/deployment-started/index.ts";
import { parse as parseHook } from "../../events/hook-awaiting-action/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { handleDeployments } from "../../pipeline/deployments/worker.ts";
import { deploymentPorts } from "../deployment-ports.ts";

/** A deployment of a service has started, or waits in a PAUSE hook: has it rolled back if the policy blocks what it would run. */
export const handler = handleDeployments(oneOf(parseStart, parseHook), deploymentPorts("deployment-started"));
