import { deploymentArn, minutesAfterCreation, serviceArn } from "./gate.ts";
import { hookId } from "./service-deployments.ts";

const envelope = (resource: string, time: string) => ({
	...{ version: "0", id: "e1", source: "aws.ecs", account: "111122223333", region: "ap-northeast-1" },
	time,
	resources: [resource],
});

/** The event of a deployment that has started. */
export const startOf = (minutes = 0) => ({
	...envelope(serviceArn, minutesAfterCreation(minutes)),
	"detail-type": "ECS Deployment State Change",
	detail: { eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS" },
});
export const taskSetArn = "arn:aws:ecs:ap-northeast-1:111122223333:task-set/shop/web/ecs-svc/1234567890123456789";
/** The event of a task set that runs revision 8. Without a response, the request names what is known. */
export const taskSetOf = (
	minutes = 0,
	more: { request?: object; response?: object | null; invokedBy?: string } = {},
) => ({
	...envelope(serviceArn, minutesAfterCreation(minutes)),
	"detail-type": "AWS API Call via CloudTrail",
	detail: {
		...{ eventSource: "ecs.amazonaws.com", eventName: "CreateTaskSet", userIdentity: { invokedBy: more.invokedBy } },
		requestParameters: { service: "web", cluster: "shop", ...more.request },
		responseElements: more.response === null ? null : { taskSet: { ...aTaskSet, ...more.response } },
	},
});
const aTaskSet = {
	...{ taskSetArn, serviceArn },
	taskDefinition: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8",
};
/** The event of a deployment that waits in a PAUSE hook. */
export const pauseOf = (minutes = 0, lifecycleStage = "PRE_SCALE_UP") => ({
	...envelope(deploymentArn, minutesAfterCreation(minutes)),
	"detail-type": "ECS Hook State Change",
	detail: { eventName: "HOOK_AWAITING_ACTION", hookId, lifecycleStage, serviceDeploymentArn: deploymentArn },
});
