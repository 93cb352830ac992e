import { type ECSClient, UntagResourceCommand } from "@aws-sdk/client-ecs";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "ecs:UntagResource", on: "the revisions and services that have a tag of Shipshape" },
];

/** Removes a tag of a resource of ECS, if the resource exists and has it. Throws FailedCallError. */
export async function removeTag(client: ECSClient, resourceArn: string, key: string): Promise<void> {
	const action = "ecs:UntagResource";
	const command = new UntagResourceCommand({ resourceArn, tagKeys: [key] });
	await answerOrNull(
		action,
		callAws(action, (options) => client.send(command, options)),
		["ResourceNotFoundException"],
	);
}
