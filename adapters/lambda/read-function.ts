import {
	GetFunctionConcurrencyCommand,
	GetFunctionConfigurationCommand,
	type GetFunctionConfigurationCommandInput,
	type LambdaClient,
} from "@aws-sdk/client-lambda";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "lambda:GetFunctionConfiguration", on: "the stack's functions" },
	{ action: "lambda:GetFunctionConcurrency", on: "the stack's functions" },
];

export interface DeployedFunction {
	/** ARN. */
	readonly role: string;
	/** Null if none is reserved; 0 if the function may not run. */
	readonly reservedConcurrency: number | null;
	readonly environment: Readonly<Record<string, string>>;
}

/** A function by its name; null if there is none. Throws FailedCallError. */
export async function readFunction(client: LambdaClient, name: string): Promise<DeployedFunction | null> {
	const input = { FunctionName: name };
	const configuration = await readConfiguration(client, input);
	if (configuration === null) return null;
	const concurrency = await answerOrNull(
		"lambda:GetFunctionConcurrency",
		callAws("lambda:GetFunctionConcurrency", (options) =>
			client.send(new GetFunctionConcurrencyCommand(input), options),
		),
		noFunction,
	);
	const { Role: role = "", Environment } = configuration;
	return (
		concurrency && {
			role,
			reservedConcurrency: concurrency.ReservedConcurrentExecutions ?? null,
			environment: Environment?.Variables ?? {},
		}
	);
}

/** Whether a function exists, by its name, and in a version or by an alias if one is given. Throws FailedCallError. */
export async function isDeployed(client: LambdaClient, FunctionName: string, Qualifier?: string): Promise<boolean> {
	const input = { FunctionName, ...(Qualifier === undefined ? {} : { Qualifier }) };
	return (await readConfiguration(client, input)) !== null;
}

const readConfiguration = (client: LambdaClient, input: GetFunctionConfigurationCommandInput) =>
	answerOrNull(
		"lambda:GetFunctionConfiguration",
		callAws("lambda:GetFunctionConfiguration", (options) =>
			client.send(new GetFunctionConfigurationCommand(input), options),
		),
		noFunction,
	);

const noFunction = ["ResourceNotFoundException"];
