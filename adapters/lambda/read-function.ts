import {
	GetFunctionConcurrencyCommand,
	GetFunctionConfigurationCommand,
	type LambdaClient,
} from "@aws-sdk/client-lambda";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import { isNamed } from "../failures.ts";
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
	const expected = ["ResourceNotFoundException"];
	const input = { FunctionName: name };
	try {
		const configuration = callAws("lambda:GetFunctionConfiguration", (options) =>
			client.send(new GetFunctionConfigurationCommand(input), options),
		);
		const { Role = "", Environment } = await explainFailure("lambda:GetFunctionConfiguration", configuration, expected);
		const concurrency = callAws("lambda:GetFunctionConcurrency", (options) =>
			client.send(new GetFunctionConcurrencyCommand(input), options),
		);
		const { ReservedConcurrentExecutions = null } = await explainFailure(
			"lambda:GetFunctionConcurrency",
			concurrency,
			expected,
		);
		return {
			role: Role,
			reservedConcurrency: ReservedConcurrentExecutions,
			environment: Environment?.Variables ?? {},
		};
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException")) return null;
		throw error;
	}
}
