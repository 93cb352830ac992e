import { type ECSClient, StopServiceDeploymentCommand } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import { isRolledBackOnRequest, standingOf } from "../../domain/services/rollback.ts";
import { callAws } from "../clients/call-aws.ts";
import { type ActionResult, actOnDeployment } from "./deployment-action.ts";
import { permissions as reading } from "./read-service-deployment.ts";

const action = "ecs:StopServiceDeployment";

/** Resource types according to the Service Authorization Reference, which requires both. */
export const permissions: readonly Permission[] = [
	{ action, on: "service" },
	{ action, on: "service-deployment" },
	...reading,
];

/**
 * Stops a service deployment, by its ARN, so that ECS rolls it back to the service revision before. Throws TryLaterError when it is
 * unknown whether it was stopped, and when it was not but may be stopped later.
 */
export const stopDeployment = (client: ECSClient, serviceDeploymentArn: string): Promise<ActionResult> =>
	actOnDeployment(
		client,
		serviceDeploymentArn,
		action,
		() =>
			callAws(
				action,
				(options) =>
					client.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" }), options),
				{ isComplete: (answer) => answer.serviceDeploymentArn !== undefined },
			),
		(deployment) => {
			if (standingOf(deployment) === "open") return "not-done";
			return isRolledBackOnRequest(deployment) ? "happened" : "gone";
		},
	);
