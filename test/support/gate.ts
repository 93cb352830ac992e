const place = "ap-northeast-1:111122223333";
export const serviceArn = `arn:aws:ecs:${place}:service/shop/web`;
export const deploymentArn = `arn:aws:ecs:${place}:service-deployment/shop/web/9f3k`;
/** The service revision that runs, and the one that is deployed. */
export const [blue, green] = ["4711", "4712"].map((id) => `arn:aws:ecs:${place}:service-revision/shop/web/${id}`) as [
	string,
	string,
];

/** A request of ECS to a lifecycle hook, with other execution details. */
export const aHookRequest = (details: object = {}) => ({
	executionId: "b3f1",
	lifecycleStage: "PRE_SCALE_UP",
	resourceArn: deploymentArn,
	executionDetails: {
		serviceArn,
		targetServiceRevisionArn: green,
		testTrafficWeights: {},
		productionTrafficWeights: {},
		...details,
	},
});
