import { aHookRequest, green } from "./gate.ts";
import { batchOf } from "./route.ts";
import { aSample } from "./routes.ts";

const now = (): string => new Date().toISOString();

/** The deployment of a family that has the name of the service. */
export const deploymentOf = (family: string) =>
	aHookRequest({ targetServiceRevisionArn: green.replace("/web/", `/${family}/`) });
/** The same of the function that stops deployments. */
export const rolloutOf = (service: string) =>
	batchOf({
		...aSample("deployment-started", "in-progress"),
		time: now(),
		resources: [`arn:aws:ecs:ap-northeast-1:111122223333:service/shop/${service}`],
	});
export const pauseOf = (service: string) => {
	const event = aSample("hook-awaiting-action", "before-tasks-start");
	const serviceDeploymentArn = `arn:aws:ecs:ap-northeast-1:111122223333:service-deployment/shop/${service}/1`;
	return batchOf({
		...event,
		time: now(),
		detail: { ...(event["detail"] as object), hookId: "h", serviceDeploymentArn },
	});
};
