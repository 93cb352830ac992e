import { DeregisterTaskDefinitionCommand, DescribeTaskDefinitionCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { TryLaterError } from "../../core/errors.ts";
import { noResourceType, type Permission } from "../../core/permission.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { callAws } from "../clients/call-aws.ts";
import { failureKindOf, isNamed, isReadFailure, reasonFor } from "../failures.ts";
import { wasRetried } from "./deployment-action.ts";
import { isUnknownTaskDefinition } from "./unknown-task-definition.ts";

const action = "ecs:DeregisterTaskDefinition";

export const permissions: readonly Permission[] = [
	{ action, on: "*", reason: noResourceType },
	{ action: "ecs:DescribeTaskDefinition", on: "*", reason: noResourceType },
];

/** `gone`: the revision was already inactive, for whatever reason; `failed`: it is still active, or its status is unknown. */
export type DeregisterResult =
	| { readonly outcome: "done" | "gone" }
	| { readonly outcome: "failed"; readonly reason: string };

/**
 * Deregisters a revision, by its ARN. A failure is returned and never taken for a success. Throws TryLaterError for throttling
 * and missing responses, because it is then unknown whether the revision was deregistered.
 */
export async function deregister(client: ECSClient, revisionArn: string): Promise<DeregisterResult> {
	try {
		const { taskDefinition } = await callAws(
			action,
			(options) => client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: revisionArn }), options),
			{ isComplete: (answer) => answer.taskDefinition?.status !== undefined },
		);
		return taskDefinition?.status === "ACTIVE"
			? { outcome: "failed", reason: `${action} succeeded, but the revision is still ACTIVE` }
			: { outcome: "done" };
	} catch (error) {
		if (failureKindOf(error) === "unusable") throw new TryLaterError(reasonFor(action, error), { cause: error });
		if (isNamed(error, "ClientException")) return resultAfterRejection(client, revisionArn, error as Error);
		if (isReadFailure(error)) return { outcome: "failed", reason: reasonFor(action, error) };
		throw error;
	}
}

/**
 * The result of a rejected deregistration, by the revision's current status: ECS rejects an inactive revision, with an
 * undocumented message. After a retry in the SDK, the first attempt most likely made the revision inactive.
 */
async function resultAfterRejection(
	client: ECSClient,
	revisionArn: string,
	rejection: Error,
): Promise<DeregisterResult> {
	const status = await readStatus(client, revisionArn);
	if (status === "gone") return { outcome: wasRetried(rejection) ? "done" : "gone" };
	if (/too many concurrent/i.test(rejection.message))
		throw new TryLaterError(reasonFor(action, rejection), { cause: rejection });
	return {
		outcome: "failed",
		reason: truncate(`${reasonFor(action, rejection)}: ${toSingleLine(rejection.message)}`, 300),
	};
}

async function readStatus(client: ECSClient, revisionArn: string): Promise<"gone" | "there" | "unread"> {
	try {
		const { taskDefinition } = await callAws("ecs:DescribeTaskDefinition", (options) =>
			client.send(new DescribeTaskDefinitionCommand({ taskDefinition: revisionArn }), options),
		);
		const status = taskDefinition?.status;
		return status === "INACTIVE" || status === "DELETE_IN_PROGRESS" ? "gone" : "there";
	} catch (error) {
		if (isUnknownTaskDefinition(error)) return "gone";
		if (isReadFailure(error)) return "unread";
		throw error;
	}
}
