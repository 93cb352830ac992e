import { type ECSClient, StopServiceDeploymentCommand } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
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

/** Statuses of a deployment that goes forward. Any other that is not of a rollback is an end (Amazon ECS API reference, ServiceDeployment). */
const goingOn = ["PENDING", "IN_PROGRESS"];

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
		({ status, rollback }) => {
			if (goingOn.includes(status)) return "not-done";
			return status.startsWith("ROLLBACK_") && !rollback.isAutomatic ? "done" : "gone";
		},
	);
