import { gate } from "../../pipeline/deployments/gate.ts";
import { gatePorts } from "../gate-ports.ts";

/** ECS asks before it starts the tasks of a deployment, or before it shifts traffic to them: refuses what the policy blocks. */
export const handler = gate(gatePorts("deployment-gate"));
