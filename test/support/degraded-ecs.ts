import {
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

/** A family, a service that runs it with a deployment, and a task. */
export function setUpEcs(): void {
	ecs.on(DescribeTaskDefinitionCommand).callsFake(({ taskDefinition: named }) => {
		throttleIf(disturbance.isSlow);
		if (named === "gone") throw awsError("ClientException", 400, "Unable to describe task definition.");
		const linuxParameters = { tmpfs: [{ containerPath: "/tmp", size: 64 }] };
		const tag = String(named).startsWith("multi") ? "multi" : "1.0.0";
		const image = `${account}.dkr.ecr.${region}.amazonaws.com/payments:${tag}`;
		const readonlyRootFilesystem = named !== "writable:3";
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
	const serviceDeploymentArn = ecsArn("service-deployment/shop/web/1");
	const targetServiceRevision = { arn: ecsArn("service-revision/shop/web/1") };
	const deployment = {
		serviceArn: ecsArn("service/shop/web"),
		serviceDeploymentArn,
		status: "SUCCESSFUL" as const,
		targetServiceRevision,
	};
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [deployment] });
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [deployment], failures: [] });
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
