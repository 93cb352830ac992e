import { Stack } from "aws-cdk-lib";
import { type BaseService, type CfnService, DeploymentLifecycleStage } from "aws-cdk-lib/aws-ecs";
import { Role } from "aws-cdk-lib/aws-iam";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { defaultStackName } from "../functions/default-stack-name.ts";
import type { gateService as GateService } from "./gate.d.ts";
import { gateParameters } from "./gate-parameters.ts";

const roleId = "ShipshapeGateHookRole";

/** ECS developer guide, "Lifecycle hooks for Amazon ECS service deployments": the strategies in which ECS calls hooks. */
const gateableStrategies = ["BLUE_GREEN", "LINEAR", "CANARY"];

export const gateService: typeof GateService = (service, { stackName = defaultStackName, arns, stage } = {}) => {
	const path = `gateService: ${service.node.path}`;
	if (service.node.tryFindChild(roleId) !== undefined) {
		throw new Error(`${path} has a gate already; call gateService once for each service`);
	}
	const controller = controllerOf(service);
	if (controller !== "ECS") {
		throw new Error(
			`${path} is deployed by ${controller}, and only the deployment controller ECS calls lifecycle hooks; ` +
				"remove deploymentController, or gateService",
		);
	}
	// In the synthesis, because until then the strategy may still be set.
	service.node.addValidation({
		validate: () => {
			const strategy = strategyOf(service);
			if (strategy === null || gateableStrategies.includes(strategy)) return [];
			const remedy = "set deploymentStrategy to BLUE_GREEN, LINEAR or CANARY, or remove gateService";
			return [`${path} has the deployment strategy ${strategy}, in which ECS calls no lifecycle hooks; ${remedy}`];
		},
	});
	const names = gateParameters(stackName);
	const parameter = (name: string): string => StringParameter.valueForStringParameter(service, name);
	const targetArn = arns?.function ?? parameter(names.function);
	const roleArn = arns?.hookRole ?? parameter(names.hookRole);
	// The policy of the role belongs to its own stack.
	const role = Role.fromRoleArn(service, roleId, roleArn, { mutable: false });
	const lifecycleStages = [DeploymentLifecycleStage[stage ?? "PRE_SCALE_UP"]];
	service.addLifecycleHook({ bind: () => ({ targetArn, role, lifecycleStages }) });
};

/** What a service construct makes of its properties. */
const resourceOf = ({ node }: BaseService): CfnService | undefined => node.defaultChild as CfnService | undefined;

/** Without a controller, ECS is the default. */
function controllerOf(service: BaseService): string {
	const controller: unknown = Stack.of(service).resolve(resourceOf(service)?.deploymentController);
	return textAt(controller, "type", "ECS") ?? "ECS";
}

/** Without a strategy, ROLLING is the default; null if it is only known in the deployment. */
function strategyOf(service: BaseService): string | null {
	return textAt(Stack.of(service).resolve(resourceOf(service)?.deploymentConfiguration), "strategy", "ROLLING");
}

/** The default if there is no such value; null if it is not a string, as a reference to a parameter is. */
function textAt(value: unknown, key: string, otherwise: string): string | null {
	const found = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
	if (found === undefined) return otherwise;
	return typeof found === "string" ? found : null;
}
