import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { environment } from "../core/environment.ts";
import type { Permission } from "../core/permission.ts";
import type { HookEntry } from "../functions/entries.ts";
import type { OwnResources } from "./permissions.ts";
import { type FunctionSettings, PipelineFunction } from "./pipeline-function.ts";

export interface HookFunctionProps {
	readonly code: Code;
	readonly permissions: readonly Permission[];
	readonly environment: Readonly<Record<string, string>>;
	/** The queue of the route that checks task definitions, which records what the function decides. */
	readonly familyQueue: Queue;
	/** Other resources that it may use. */
	readonly own: Partial<OwnResources>;
	readonly settings: FunctionSettings;
}

/** The function that ECS or CloudFormation asks. */
export const hookFunction = (
	scope: Construct,
	{ description, timeoutSeconds }: HookEntry,
	{ familyQueue, own, ...props }: HookFunctionProps,
): PipelineFunction =>
	new PipelineFunction(scope, "Handler", {
		...props,
		description,
		timeoutSeconds,
		environment: { ...props.environment, [environment.familyQueueUrl]: familyQueue.queueUrl },
		own: { "family-queue": familyQueue.queueArn, ...own },
	});
