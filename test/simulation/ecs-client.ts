import type { ECSClient } from "@aws-sdk/client-ecs";
import { awsError } from "../support/aws-errors.ts";
import type { Invocation } from "./invocation.ts";
import { place } from "./place.ts";
import type { Services } from "./services.ts";
import {
	clusterArn,
	type ServiceDeployment,
	type ServiceRevision,
	type SimulatedCluster,
	type SimulatedService,
} from "./workloads.ts";

/** The ARNs in the parameters of a describing operation, by its parameter. */
type Input = Readonly<
	Record<"clusters" | "services" | "tasks" | "serviceDeploymentArns" | "serviceRevisionArns", readonly string[]>
> & {
	readonly cluster: string;
	readonly service: string;
	readonly taskDefinition: string;
	readonly nextToken?: string;
};
type Answer = (workloads: Services["workloads"], input: Input, pageSize: number) => object;

/** What ECS answers now, by operation (fields as in the service model). */
const answers: Readonly<Record<string, Answer>> = {
	ListClusters: (workloads, { nextToken }, pageSize) => {
		const isListed = ({ exists }: SimulatedCluster) => exists.at(workloads.now);
		const { items: clusterArns, ...page } = pageOf(workloads.clusters, isListed, nextToken, pageSize);
		return { clusterArns, ...page };
	},
	DescribeClusters: (workloads, { clusters: wanted }) => {
		const found = existingClusters(workloads).filter(({ name }) => wanted.includes(name));
		const missing = wanted.filter((name) => !found.some((cluster) => cluster.name === name));
		return {
			clusters: found.map((cluster) => describeCluster(cluster, workloads.now)),
			failures: missing.map((name) => ({ arn: name, reason: "MISSING" })),
		};
	},
	DescribeCapacityProviders: () => ({ capacityProviders: [] }),
	ListServices: (workloads, { cluster, nextToken }, pageSize) => {
		const services = servicesIn(workloads, cluster);
		const { items: serviceArns, ...page } = pageOf(services, ({ isActive }) => isActive, nextToken, pageSize);
		return { serviceArns, ...page };
	},
	DescribeServices: (workloads, { cluster, services: wanted }) => {
		const isWanted = ({ arn, name }: SimulatedService) => wanted.includes(arn) || wanted.includes(name);
		const found = servicesIn(workloads, cluster).filter(isWanted);
		const isMissing = (id: string) => !found.some(({ arn, name }) => id === arn || id === name);
		return {
			services: found.map((service) => describeService(service, workloads.now)),
			failures: wanted.filter(isMissing).map((arn) => ({ arn, reason: "MISSING" })),
		};
	},
	ListTasks: (workloads) => ({ taskArns: tasksIn(workloads).map(({ taskArn }) => taskArn) }),
	DescribeTasks: (workloads, input) => {
		const tasks = tasksIn(workloads).filter(({ taskArn }) => input.tasks.includes(taskArn));
		const found = tasks.map(({ taskArn }) => taskArn);
		const missing = input.tasks.filter((arn) => !found.includes(arn));
		return { tasks, failures: missing.map((arn) => ({ arn, reason: "MISSING" })) };
	},
	ListServiceDeployments: ({ services }, { service: wanted }) => {
		const found = services.find(({ arn }) => arn === wanted);
		if (found?.isActive !== true) throw awsError("InvalidParameterException");
		const successful = found.deployments.filter(({ status }) => status === "SUCCESSFUL");
		return { serviceDeployments: successful.map(describeDeployment) };
	},
	DescribeServiceDeployments: ({ services }, { serviceDeploymentArns: wanted }) => {
		const all = services.flatMap(({ deployments }) => deployments);
		return { serviceDeployments: all.filter(({ arn }) => wanted.includes(arn)).map(describeDeployment), failures: [] };
	},
	DescribeServiceRevisions: ({ services }, { serviceRevisionArns: wanted }) => {
		const all = services.flatMap(({ revisions }) => revisions);
		return { serviceRevisions: all.filter(({ arn }) => wanted.includes(arn)).map(describeRevision), failures: [] };
	},
	DescribeTaskDefinition: ({ services }, { taskDefinition: wanted }) => {
		const all = services.flatMap(({ revisions }) => revisions);
		const found = all.find((revision) => taskDefinitionOf(revision)?.endsWith(`/${wanted}`) === true);
		if (found === undefined) throw awsError("ClientException", 400, "Unable to describe task definition.");
		const containerDefinitions = [{ name: "app", image: referenceOf(found) }];
		return { taskDefinition: { taskDefinitionArn: taskDefinitionOf(found), status: "ACTIVE", containerDefinitions } };
	},
};

function servicesIn(workloads: Services["workloads"], cluster: string): readonly SimulatedService[] {
	const services = workloads.servicesOf(cluster);
	if (services === null) throw awsError("ClusterNotFoundException");
	return services;
}

const existingClusters = ({ clusters, now }: Services["workloads"]): readonly SimulatedCluster[] =>
	clusters.filter(({ exists }) => exists.at(now));

/** ARNs of a page. The token is the last one of the page before, which may not be listed any more. */
function pageOf<Item extends { readonly arn: string }>(
	all: readonly Item[],
	isListed: (item: Item) => boolean,
	token: string | undefined,
	pageSize: number,
) {
	const left = all.slice(all.findIndex(({ arn }) => arn === token) + 1).filter(isListed);
	const items = left.slice(0, pageSize).map(({ arn }) => arn);
	return { items, ...(left.length > items.length ? { nextToken: items.at(-1) } : {}) };
}

/** A client of the ECS of the history, for one invocation. `pageSize`: of lists. */
export function ecsClient(
	{ workloads }: Services,
	invocation: Invocation,
	pageSize = Number.POSITIVE_INFINITY,
): ECSClient {
	const send = (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
		const operation = command.constructor.name.replace(/Command$/, "");
		return invocation.call(`ecs:${operation}`, () => {
			const answer = answers[operation];
			if (answer === undefined) throw new TypeError(`ecs:${operation} is not simulated`);
			if (workloads.isDenied) throw awsError("AccessDeniedException");
			return answer(workloads, command.input, pageSize);
		});
	};
	return { send } as unknown as ECSClient;
}

const describeCluster = ({ name, arn, hasInsights }: SimulatedCluster, now: number): object => ({
	clusterName: name,
	clusterArn: arn,
	status: "ACTIVE",
	settings: [{ name: "containerInsights", value: hasInsights.at(now) ? "enabled" : "disabled" }],
	configuration: { executeCommandConfiguration: { logging: "DEFAULT" } },
	tags: [],
});

function describeService(
	{ name, arn, running, deployments, isActive, showsEndedDeployment, hasPublicIp, rollsBack }: SimulatedService,
	now: number,
): object {
	const last = deployments.at(-1);
	const isShown = showsEndedDeployment || last?.status === "IN_PROGRESS";
	return {
		serviceName: name,
		serviceArn: arn,
		clusterArn,
		status: isActive ? "ACTIVE" : "INACTIVE",
		taskDefinition: taskDefinitionOf(running.at(-1)),
		deployments: [],
		taskSets: [],
		launchType: "FARGATE",
		platformVersion: "1.4.0",
		desiredCount: 1,
		networkConfiguration: { awsvpcConfiguration: { assignPublicIp: hasPublicIp.at(now) ? "ENABLED" : "DISABLED" } },
		deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: rollsBack.at(now) } },
		...(isShown ? { currentServiceDeployment: last?.arn } : {}),
		currentServiceRevisions: running.map((revision) => ({ arn: revision.arn })),
	};
}

const describeDeployment = ({ arn, serviceArn, createdAt, source, target, status }: ServiceDeployment): object => ({
	serviceDeploymentArn: arn,
	serviceArn,
	clusterArn,
	createdAt: new Date(createdAt),
	sourceServiceRevisions: source === null ? [] : [{ arn: source.arn }],
	targetServiceRevision: { arn: target.arn },
	status,
	...(status === "ROLLBACK_SUCCESSFUL" ? { rollback: { serviceRevisionArn: source?.arn } } : {}),
});

const describeRevision = (revision: ServiceRevision): object => ({
	serviceRevisionArn: revision.arn,
	serviceArn: revision.serviceArn,
	clusterArn,
	taskDefinition: taskDefinitionOf(revision),
	containerImages: [{ containerName: "app", image: referenceOf(revision), imageDigest: revision.image.subject.digest }],
});

/** The tasks of services, and the others. */
function tasksIn({ services, tasks }: Services["workloads"]) {
	const ofServices = services
		.filter(({ isActive }) => isActive)
		.flatMap(({ name, running }) =>
			running.map((revision) => ({
				taskArn: revision.arn.replace(":service-revision/", ":task/"),
				group: `service:${name}`,
				image: revision.image,
			})),
		);
	const others = tasks.map(({ arn: taskArn, image }) => ({ taskArn, group: "family:job", image }));
	return [...ofServices, ...others].map(({ taskArn, group, image }) => ({
		taskArn,
		clusterArn,
		group,
		containers: [{ image: referenceOf({ image }), imageDigest: image.subject.digest }],
	}));
}

const taskDefinitionOf = (revision: ServiceRevision | undefined): string | undefined =>
	revision === undefined
		? undefined
		: `arn:aws:ecs:${place.region}:${place.account}:task-definition/${revision.serviceArn.split("/").at(-1)}:${revision.number}`;

const referenceOf = ({ image: { subject } }: Pick<ServiceRevision, "image">): string =>
	`${place.account}.dkr.ecr.${place.region}.amazonaws.com/${subject.repository}@${subject.digest}`;
