import {
	ContinueServiceDeploymentCommand,
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	DescribeTasksCommand,
	ListClustersCommand,
	ListServiceDeploymentsCommand,
	ListServicesCommand,
	ListTaskDefinitionsCommand,
	ListTasksCommand,
	type ServiceDeployment,
} from "@aws-sdk/client-ecs";
import { awsError } from "./aws-errors.ts";
import { ecs } from "./mocked-account.ts";

/** What happens while a message is handled: AWS does not answer, the table does not, or another check writes the same entry. */
export const disturbance = { isSlow: false, isTableSlow: false, conflicts: 0 };
export const throttleIf = (isSlow: boolean): void => {
	if (isSlow) throw awsError("ThrottlingException");
};

const [account, region] = ["111122223333", "ap-northeast-1"];
const ecsArn = (resource: string): string => `arn:aws:ecs:${region}:${account}:${resource}`;

/** What a deployment of a service is like that has this name, or begins with it. */
const statuses: Readonly<Record<string, ServiceDeployment["status"]>> = {
	web: "SUCCESSFUL",
	rollback: "ROLLBACK_IN_PROGRESS",
};

function deploymentOf(service: string): ServiceDeployment {
	const isPaused = service.startsWith("writable-paused");
	const lifecycleStages = ["PRE_SCALE_UP" as const];
	return {
		serviceArn: ecsArn(`service/shop/${service}`),
		serviceDeploymentArn: ecsArn(`service-deployment/shop/${service}/1`),
		status: statuses[service] ?? "IN_PROGRESS",
		// That of the service web is read for the images in use, and has nothing to roll back to.
		sourceServiceRevisions: service === "web" ? [] : [{ arn: ecsArn(`service-revision/shop/${service}/0`) }],
		targetServiceRevision: { arn: ecsArn(`service-revision/shop/${service}/1`) },
		...(isPaused
			? {
					deploymentConfiguration: {
						strategy: "BLUE_GREEN",
						lifecycleHooks: [{ targetType: "PAUSE", lifecycleStages, hookDetails: { shipshape: "gate" } }],
					},
					lifecycleHookDetails: [{ hookId: "h", targetType: "PAUSE", status: "AWAITING_ACTION" }],
				}
			: {}),
	};
}

/** A family, a service that runs it with a deployment, and a task. */
export function setUpEcs(): void {
	ecs.on(DescribeTaskDefinitionCommand).callsFake(({ taskDefinition: named }) => {
		throttleIf(disturbance.isSlow);
		if (named === "gone") throw awsError("ClientException", 400, "Unable to describe task definition.");
		const linuxParameters = { tmpfs: [{ containerPath: "/tmp", size: 64 }] };
		const tag = String(named).startsWith("multi") ? "multi" : "1.0.0";
		const image = `${account}.dkr.ecr.${region}.amazonaws.com/payments:${tag}`;
		const readonlyRootFilesystem = !String(named).startsWith("writable");
		const container = { name: "web", image, readonlyRootFilesystem, linuxParameters };
		const definition = {
			family: "web",
			revision: 3,
			status: ["web:2", "old"].includes(String(named)) ? "INACTIVE" : "ACTIVE",
			taskDefinitionArn: ecsArn("task-definition/web:3"),
		};
		const runs = { requiresCompatibilities: ["FARGATE"], memory: "512", containerDefinitions: [container] };
		return { taskDefinition: { ...definition, ...runs }, tags: [] };
	});
	ecs.on(ListClustersCommand).callsFake(() => {
		throttleIf(disturbance.isSlow);
		return { clusterArns: [ecsArn("cluster/shop")] };
	});
	ecs.on(ListServicesCommand).resolves({ serviceArns: [ecsArn("service/shop/web")] });
	const task = { taskArn: ecsArn("task/shop/1"), taskDefinitionArn: ecsArn("task-definition/old:1"), containers: [] };
	ecs.on(ListTasksCommand).resolves({ taskArns: [task.taskArn] });
	ecs.on(DescribeTasksCommand).resolves({ tasks: [task], failures: [] });
	ecs.on(ListServiceDeploymentsCommand).callsFake(({ service = "" }) => {
		throttleIf(disturbance.isSlow);
		const name = service.split("/").at(-1) ?? "";
		return { serviceDeployments: name === "unlisted" ? [] : [deploymentOf(name)] };
	});
	ecs.on(DescribeServiceDeploymentsCommand).callsFake(({ serviceDeploymentArns: [arn = ""] }) => {
		return { serviceDeployments: [deploymentOf(arn.split("/")[2] ?? "")], failures: [] };
	});
	ecs
		.on(ContinueServiceDeploymentCommand)
		.callsFake(({ serviceDeploymentArn }: { serviceDeploymentArn: string }) => ({ serviceDeploymentArn }));
	ecs.on(DescribeServiceRevisionsCommand).callsFake(({ serviceRevisionArns: [serviceRevisionArn = ""] }) => {
		throttleIf(disturbance.isSlow);
		// A service has the name of the family that it runs.
		const taskDefinition = ecsArn(`task-definition/${serviceRevisionArn.split("/")[2]}:3`);
		return { serviceRevisions: [{ serviceRevisionArn, taskDefinition }], failures: [] };
	});
	ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [ecsArn("task-definition/web:1")] });
	const runs = { taskDefinition: "web:3", launchType: "FARGATE" as const, platformVersion: "1.4.0" };
	const service = { serviceArn: ecsArn("service/shop/web"), status: "ACTIVE", ...runs };
	ecs.on(DescribeServicesCommand).resolves({ services: [service], failures: [] });
}
