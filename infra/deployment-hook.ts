import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { HookEntry } from "../functions/entries.ts";
import type { OwnResources } from "./permissions.ts";
import { type FunctionSettings, PipelineFunction } from "./pipeline-function.ts";

export interface DeploymentHookProps {
	readonly code: Code;
	readonly permissions: readonly Permission[];
	readonly environment: Readonly<Record<string, string>>;
	/** The queue of the route that checks task definitions, which records what the function decides. */
	readonly familyQueue: Queue;
	/** Other resources that it may use. */
	readonly own: Partial<OwnResources>;
	readonly settings: FunctionSettings;
}

/**
 * ECS ─► function. A service names the function and the role in its deployment configuration; the stack attaches them to none. ECS
 * assumes the role to call the function (Amazon ECS developer guide, "Permissions required for Lambda functions in Amazon ECS blue/green
 * deployments"), and only for services of this account.
 */
export class DeploymentHook extends Construct {
	readonly handler: PipelineFunction;
	readonly role: Role;

	constructor(scope: Construct, { construct, description, timeoutSeconds }: HookEntry, props: DeploymentHookProps) {
		super(scope, construct);
		const { familyQueue } = props;
		this.handler = new PipelineFunction(this, "Handler", {
			...props,
			description,
			timeoutSeconds,
			environment: { ...props.environment, [environment.familyQueueUrl]: familyQueue.queueUrl },
			own: { "family-queue": familyQueue.queueArn, ...props.own },
		});
		this.role = new Role(this, "HookRole", {
			description: `Lets ECS call the function that ${description}.`,
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
	}

	/** What services need, and the function's name; not exported, because a stack whose exports are used cannot change them. */
	get outputs(): Readonly<Record<string, string>> {
		const { functionArn, functionName } = this.handler.function;
		return { FunctionArn: functionArn, HookRoleArn: this.role.roleArn, FunctionName: functionName };
	}
}
