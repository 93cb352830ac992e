import {
	GetFunctionConcurrencyCommand,
	GetFunctionConfigurationCommand,
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
	const configuration = await answerOrNull(
		"lambda:GetFunctionConfiguration",
		callAws("lambda:GetFunctionConfiguration", (options) =>
			client.send(new GetFunctionConfigurationCommand(input), options),
		),
		noFunction,
	);
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

const noFunction = ["ResourceNotFoundException"];
