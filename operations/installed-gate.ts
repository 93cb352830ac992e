import type { Stack } from "../adapters/cloudformation/read-stack.ts";

/** What ECS calls in deployments of services, and with which role, by their ARNs. */
export interface InstalledGate {
	readonly functionArn: string;
	readonly hookRoleArn: string;
}

/** Null if the stack is without the gate. */
export function gateIn(outputs: Stack["outputs"]): InstalledGate | null {
	const { DeploymentGateFunctionArn: functionArn, DeploymentGateHookRoleArn: hookRoleArn } = outputs;
	return functionArn === undefined || hookRoleArn === undefined ? null : { functionArn, hookRoleArn };
}
