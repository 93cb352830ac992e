import { parseStart } from "../../events/deployment-started/index.ts";
import { parse as parseHook } from "../../events/hook-awaiting-action/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as parseTaskSet } from "../../events/task-set-created/index.ts";
import { handleDeployments } from "../../pipeline/deployments/worker.ts";
import { deploymentPorts } from "../deployment-ports.ts";

/**
 * A deployment of a service has started, or waits in a PAUSE hook: has it rolled back if the policy blocks what it would run. CodeDeploy or
 * an external controller has created a task set: reports that then, or that it could not be checked.
 */
export const handler = handleDeployments(
	oneOf(parseStart, parseHook, parseTaskSet),
	deploymentPorts("deployment-started"),
);
