import type { SimulatedImage } from "./ecr.ts";
import type { SimulatedFamily, SimulatedRevision } from "./ecs.ts";
import { place } from "./place.ts";
import type { ServiceDeployment, SimulatedCluster, SimulatedService } from "./workloads.ts";

/** An event as EventBridge delivers it (docs: events/README.md). `time`: epoch milliseconds; events have whole seconds. */
export type Event = Readonly<Record<string, unknown>>;

const event = (
	source: string,
	detailType: string,
	time: number,
	resources: readonly string[],
	detail: object,
): Event => ({
	version: "0",
	id: "13cde686-328b-6117-af20-0e5566167482",
	"detail-type": detailType,
	source,
	account: place.account,
	time: isoSeconds(time),
	region: place.region,
	resources,
	detail,
});

const isoSeconds = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

const imageDetail = ({ subject }: SimulatedImage) => ({
	"repository-name": subject.repository,
	"image-digest": subject.digest,
});

export const pushEvent = (image: SimulatedImage): Event =>
	event("aws.ecr", "ECR Image Action", image.pushedAt, [], {
		"action-type": "PUSH",
		result: "SUCCESS",
		...imageDetail(image),
		"image-tag": "1.4.2",
	});

export const deleteEvent = (image: SimulatedImage, time: number): Event =>
	event("aws.ecr", "ECR Image Action", time, [], { "action-type": "DELETE", result: "SUCCESS", ...imageDetail(image) });

export const scanEvent = (image: SimulatedImage, status: "COMPLETE" | "FAILED", time: number): Event =>
	event("aws.ecr", "ECR Image Scan", time, [repositoryArnOf(image)], {
		"scan-status": status,
		...imageDetail(image),
		"finding-severity-counts": {},
		"image-tags": ["1.4.2"],
	});

export const findingEvent = (image: SimulatedImage, status: "ACTIVE" | "CLOSED", time: number): Event =>
	event("aws.inspector2", "Inspector2 Finding", time, [image.arn], {
		awsAccountId: place.account,
		status,
		resources: [
			{
				id: image.arn,
				type: "AWS_ECR_CONTAINER_IMAGE",
				details: {
					awsEcrContainerImage: { repositoryName: image.subject.repository, imageHash: image.subject.digest },
				},
			},
		],
	});

const repositoryArnOf = ({ subject }: SimulatedImage): string =>
	`arn:aws:ecr:${subject.region}:${subject.account}:repository/${subject.repository}`;

const apiCall = (source: "ecr" | "ecs", eventName: string, time: number, detail: object): Event =>
	event(`aws.${source}`, "AWS API Call via CloudTrail", time, [], {
		eventSource: `${source}.amazonaws.com`,
		eventTime: isoSeconds(time),
		awsRegion: place.region,
		recipientAccountId: place.account,
		eventName,
		...detail,
	});

/** A change of a repository: `PutImageTagMutability`, `PutLifecyclePolicy`, `DeleteRepository`, … */
export const repositoryEvent = (eventName: string, repositoryName: string, time: number): Event =>
	apiCall("ecr", eventName, time, { requestParameters: { repositoryName }, responseElements: { repositoryName } });

const taskDefinitionOf = ({ arn }: SimulatedRevision) => ({
	responseElements: { taskDefinition: { taskDefinitionArn: arn } },
});

export const registerEvent = ({ subject }: SimulatedFamily, revision: SimulatedRevision): Event =>
	apiCall("ecs", "RegisterTaskDefinition", revision.registeredAt, {
		requestParameters: { family: subject.family },
		...taskDefinitionOf(revision),
	});

export const deregisterEvent = (revision: SimulatedRevision, time: number): Event =>
	apiCall("ecs", "DeregisterTaskDefinition", time, {
		requestParameters: { taskDefinition: revision.arn },
		...taskDefinitionOf(revision),
	});

/** A change of a service: `CreateService`, `UpdateService`, `DeleteService`. */
export const serviceEvent = (eventName: string, { arn }: SimulatedService, time: number): Event =>
	apiCall("ecs", eventName, time, { responseElements: { service: { serviceArn: arn } } });

/** A change of a cluster: `CreateCluster`, `UpdateClusterSettings`, `DeleteCluster`. */
export const clusterEvent = (eventName: string, { arn }: SimulatedCluster, time: number): Event =>
	apiCall("ecs", eventName, time, { responseElements: { cluster: { clusterArn: arn } } });

const deploymentEvents: Readonly<Record<ServiceDeployment["status"], string>> = {
	IN_PROGRESS: "SERVICE_DEPLOYMENT_IN_PROGRESS",
	SUCCESSFUL: "SERVICE_DEPLOYMENT_COMPLETED",
	ROLLBACK_SUCCESSFUL: "SERVICE_DEPLOYMENT_FAILED",
};

export const deploymentEvent = (
	{ arn, serviceArn, status }: Pick<ServiceDeployment, "arn" | "serviceArn" | "status">,
	time: number,
): Event =>
	event("aws.ecs", "ECS Deployment State Change", time, [serviceArn], {
		eventType: "INFO",
		eventName: deploymentEvents[status],
		deploymentId: arn,
	});

/** A deployment waits in a PAUSE hook before its tasks start. */
export const hookEvent = (
	{ arn }: Pick<ServiceDeployment, "arn">,
	hookId: string,
	time: number,
	lifecycleStage = "PRE_SCALE_UP",
): Event =>
	event("aws.ecs", "ECS Hook State Change", time, [arn], {
		eventType: "INFO",
		eventName: "HOOK_AWAITING_ACTION",
		hookId,
		hookType: "PAUSE",
		lifecycleStage,
		serviceDeploymentArn: arn,
	});
