import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "ssm:GetParameter", on: "the parameter of the off switch" },
];

interface ParameterValue {
	readonly text: string;
	/** ISO 8601; null if AWS does not return it. */
	readonly changedAt: string | null;
}

/** A parameter by its name; null if there is none. Throws FailedCallError. */
export async function readParameter(client: SSMClient, Name: string): Promise<ParameterValue | null> {
	const action = "ssm:GetParameter";
	const answer = await answerOrNull(
		action,
		callAws(action, (options) => client.send(new GetParameterCommand({ Name }), options), {
			isComplete: ({ Parameter }) => Parameter?.Value !== undefined,
		}),
		["ParameterNotFound"],
	);
	if (answer === null) return null;
	const { Value: text = "", LastModifiedDate } = answer.Parameter ?? {};
	return { text, changedAt: LastModifiedDate?.toISOString() ?? null };
}
