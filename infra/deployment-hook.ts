import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { Construct } from "constructs";
import { gateParameters } from "../cdk/gate-parameters.ts";
import type { HookEntry } from "../functions/entries.ts";
import { type HookFunctionProps, hookFunction } from "./hook-function.ts";
import type { PipelineFunction } from "./pipeline-function.ts";

export interface DeploymentHookProps extends HookFunctionProps {
	readonly stackName: string;
}

/**
 * ECS ─► function. A service names the function and the role in its deployment configuration; the stack attaches them to none. ECS
 * assumes the role to call the function (Amazon ECS developer guide, "Permissions required for Lambda functions in Amazon ECS blue/green
 * deployments").
 */
export class DeploymentHook extends Construct {
	readonly handler: PipelineFunction;
	readonly role: Role;

	constructor(scope: Construct, entry: HookEntry, { stackName, ...props }: DeploymentHookProps) {
		super(scope, entry.construct);
		this.handler = hookFunction(this, entry, props);
		this.role = new Role(this, "HookRole", {
			description: `Lets ECS call the function that ${entry.description}.`,
			// Without a condition, as in the ECS developer guide ("Permissions required for Lambda functions in Amazon ECS blue/green
			// deployments"): it does not say that ECS sends aws:SourceAccount, and a hook that cannot be called rolls deployments back.
			assumedBy: new ServicePrincipal("ecs.amazonaws.com"),
		});
		this.role.addToPolicy(
			new PolicyStatement({
				actions: ["lambda:InvokeFunction"],
				resources: [this.handler.function.functionArn],
			}),
		);
		// For `gateService`: unlike the value of an export, that of a parameter can change while other stacks use it.
		const names = gateParameters(stackName);
		const publish = (id: string, parameterName: string, stringValue: string) =>
			new StringParameter(this, id, {
				parameterName,
				stringValue,
				description: "Read by stacks whose services have the gate of Shipshape.",
			});
		publish("FunctionArn", names.function, this.handler.function.functionArn);
		publish("HookRoleArn", names.hookRole, this.role.roleArn);
	}

	/** What services need, and the function's name; not exported, because a stack whose exports are used cannot change them. */
	get outputs(): Readonly<Record<string, string>> {
		const { functionArn, functionName } = this.handler.function;
		return { FunctionArn: functionArn, HookRoleArn: this.role.roleArn, FunctionName: functionName };
	}
}
