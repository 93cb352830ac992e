import {
	ContinueServiceDeploymentCommand,
	type DeploymentLifecycleHookAction,
	type ECSClient,
} from "@aws-sdk/client-ecs";
import type { WaitingHook } from "../../core/event.ts";
import type { Permission } from "../../core/permission.ts";
import { isRolledBackOnRequest } from "../../domain/services/rollback.ts";
import { callAws } from "../clients/call-aws.ts";
import { type ActionResult, actOnDeployment } from "./deployment-action.ts";
import { permissions as reading } from "./read-service-deployment.ts";

const action = "ecs:ContinueServiceDeployment";

/** Resource types according to the Service Authorization Reference, which requires both. */
export const permissions: readonly Permission[] = [
	{ action, on: "service" },
	{ action, on: "service-deployment" },
	...reading,
];

/**
 * Answers a PAUSE hook: the deployment goes on, or is rolled back. The answer is always sent, because the default is CONTINUE. Throws
 * TryLaterError when it is unknown whether the hook was answered, and when it was not but may be answered later.
 */
export const continueDeployment = (
	client: ECSClient,
	{ deployment: serviceDeploymentArn, id: hookId }: Pick<WaitingHook, "deployment" | "id">,
	answer: DeploymentLifecycleHookAction,
): Promise<ActionResult> =>
	actOnDeployment(
		client,
		serviceDeploymentArn,
		action,
		() =>
			callAws(
				action,
				(options) =>
					client.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action: answer }), options),
				{ isComplete: (response) => response.serviceDeploymentArn !== undefined },
			),
		(deployment) => {
			const hook = deployment.hooks.find(({ id }) => id === hookId);
			if (hook?.status === "AWAITING_ACTION") return "not-done";
			// Who has let it go on is not recorded, and a hook that has timed out was not answered.
			if (answer === "CONTINUE" || hook?.status === "TIMED_OUT") return "gone";
			// FAILED is a hook that was answered so (Amazon ECS developer guide, "Pause hooks for Amazon ECS service deployments"); ECS may list
			// only the hooks of the current stage.
			return hook?.status === "FAILED" || isRolledBackOnRequest(deployment) ? "happened" : "gone";
		},
	);
