import { resourceHook } from "../../pipeline/cloudformation-hook/resource-hook.ts";
import { resourceHookPorts } from "../resource-hook-ports.ts";

/** CloudFormation asks before it creates or updates a task definition or a repository: refuses what the policy blocks. */
export const handler = resourceHook(resourceHookPorts("cloudformation-hook"));
