import { type LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "lambda:ListEventSourceMappings", on: "`*`" },
];

export interface Mapping {
	readonly uuid: string;
	/** ARN of a queue or stream. */
	readonly source: string;
	/** Creating, Enabling, Enabled, Disabling, Disabled, Updating, or Deleting (API reference, EventSourceMappingConfiguration). */
	readonly state: string;
}

/** The event source mappings of a function, which has a few: one page. Throws FailedCallError. */
export async function listMappings(client: LambdaClient, functionName: string): Promise<readonly Mapping[]> {
	const action = "lambda:ListEventSourceMappings";
	const command = new ListEventSourceMappingsCommand({ FunctionName: functionName });
	const answer = callAws(action, (options) => client.send(command, options), {
		isComplete: ({ EventSourceMappings }) => EventSourceMappings !== undefined,
	});
	const { EventSourceMappings = [] } = await explainFailure(action, answer);
	return EventSourceMappings.map(({ UUID: uuid = "", EventSourceArn: source = "", State: state = "" }) => ({
		uuid,
		source,
		state,
	}));
}
