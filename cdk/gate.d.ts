// The types of the export `shipshape/cdk`, published as they are.
import type { BaseService } from "aws-cdk-lib/aws-ecs";

export * from "./validator.mjs";

/** Which gate a service gets, and when ECS asks it. */
export interface GateOptions {
	/**
	 * Name of the stack of Shipshape in the account and Region of the service; `Shipshape` if absent. Its SSM parameters name the
	 * function and the role whenever the service's stack is deployed.
	 */
	readonly stackName?: string;
	/** Used instead of the parameters: the outputs `DeploymentGateFunctionArn` and `DeploymentGateHookRoleArn` of the stack. */
	readonly arns?: { readonly function: string; readonly hookRole: string };
	/** `PRE_SCALE_UP`, the default: before tasks start; `POST_SCALE_UP`: when they run, before they get traffic. */
	readonly stage?: "PRE_SCALE_UP" | "POST_SCALE_UP";
}

/**
 * Has ECS ask Shipshape's gate before it deploys a service: adds the lifecycle hook, with the role with which ECS calls the function.
 * Throws Error for a service that the app does not define, one that has a gate already, another deployment controller than ECS and an
 * unknown stage. It is an error in the synthesis if ECS would not call the gate: in the template, raw overrides included, the controller
 * has to be ECS, the strategy BLUE_GREEN, LINEAR or CANARY, and the hook in the deployment configuration.
 */
export declare function gateService(service: BaseService, options?: GateOptions): void;
