import { Stack } from "aws-cdk-lib";
import { type BaseService, type CfnService, DeploymentLifecycleStage } from "aws-cdk-lib/aws-ecs";
import { Role } from "aws-cdk-lib/aws-iam";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { defaultStackName } from "../functions/default-stack-name.ts";
import type { gateService as GateService } from "./gate.d.ts";
import { gateParameters } from "./gate-parameters.ts";
import { controllerProblem, type Properties, problemsIn } from "./rendered-service.ts";

const roleId = "ShipshapeGateHookRole";
/** Where a hook decides before tasks get traffic. */
const stages: readonly string[] = ["PRE_SCALE_UP", "POST_SCALE_UP"];

export const gateService: typeof GateService = (service, options = {}) => {
	const { stackName = defaultStackName, arns, stage = "PRE_SCALE_UP" } = options;
	const path = `gateService: ${service.node.path}`;
	// Neither does an imported service, a pattern with a service in it, or that of an older CDK have it.
	if (typeof service.addLifecycleHook !== "function") {
		throw new Error(
			`${path} is not a service that can be given hooks; pass a FargateService or Ec2Service that the app defines, ` +
				"not an imported one, and of a pattern its service, with aws-cdk-lib 2.212 or later",
		);
	}
	if (!stages.includes(stage)) {
		throw new Error(`${path} cannot be gated at ${JSON.stringify(stage)}; write ${stages.join(" or ")}`);
	}
	if (service.node.tryFindChild(roleId) !== undefined) {
		throw new Error(`${path} has a gate already; call gateService once for each service`);
	}
	const problem = controllerProblem(controllerOf(service));
	if (problem !== null) throw new Error(`${path} ${problem}`);
	const names = gateParameters(stackName);
	const parameter = (name: string): string => StringParameter.valueForStringParameter(service, name);
	const targetArn = arns?.function ?? parameter(names.function);
	const roleArn = arns?.hookRole ?? parameter(names.hookRole);
	// The policy of the role belongs to its own stack.
	const role = Role.fromRoleArn(service, roleId, roleArn, { mutable: false });
	const lifecycleStages = [DeploymentLifecycleStage[stage]];
	service.addLifecycleHook({ bind: () => ({ targetArn, role, lifecycleStages }) });
	// In the synthesis, because until then everything may still be changed, also by raw overrides of the resource.
	service.node.addValidation({
		validate: () => {
			const hook = Stack.of(service).resolve({ HookTargetArn: targetArn, RoleArn: role.roleArn }) as Properties;
			return problemsIn(propertiesOf(service), hook, stages).map((one) => `${path} ${one}`);
		},
	});
};

const resourceOf = ({ node }: BaseService): CfnService | undefined => node.defaultChild as CfnService | undefined;

/** As the construct was created. Nothing else is resolved before the synthesis: the CDK would keep the list of hooks as it is now. */
function controllerOf(service: BaseService): unknown {
	const controller: unknown = Stack.of(service).resolve(resourceOf(service)?.deploymentController);
	return typeof controller === "object" && controller !== null && "type" in controller ? controller.type : undefined;
}

/** The properties of the service in the template, with raw overrides; what is only known in the deployment is an object. */
function propertiesOf(service: BaseService): Properties {
	const { Resources = {} } = Stack.of(service).resolve(resourceOf(service)?._toCloudFormation() ?? {}) as {
		readonly Resources?: Readonly<Record<string, { readonly Properties?: Properties }>>;
	};
	return Object.values(Resources)[0]?.Properties ?? {};
}
