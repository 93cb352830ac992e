import type {
	DeploymentConfiguration,
	DeploymentLifecycleHookAction,
	DeploymentLifecycleHookStatus,
	ServiceDeploymentStatus,
} from "@aws-sdk/client-ecs";
import type { Fields } from "../aws-json.ts";
import type { Stage, Traffic } from "./stages.ts";

/** A service as ECS describes it, with the containers of its task definition. */
export interface DeployedService {
	readonly serviceArn: string;
	readonly clusterArn: string;
	/** ARN. */
	readonly taskDefinition: string;
	readonly desiredCount: number;
	readonly images: readonly ContainerImage[];
	readonly configuration: DeploymentConfiguration;
	/** Makes the service name a task definition again, in a rollback. */
	readonly restore: (taskDefinition: string) => Promise<void>;
}

interface ContainerImage {
	readonly containerName: string;
	readonly image: string;
	readonly imageDigest?: string | undefined;
}

/** Times are in epoch seconds, as in the JSON of the ECS API. */
export interface Revision {
	readonly id: string;
	readonly arn: string;
	readonly serviceArn: string;
	readonly clusterArn: string;
	readonly taskDefinition: string;
	readonly createdAt: number;
	/** Without digests until the first task has been started. */
	images: readonly ContainerImage[];
}

export interface HookRecord {
	readonly hookId: string;
	readonly targetType: "AWS_LAMBDA" | "PAUSE";
	readonly targetArn?: string | undefined;
	status: DeploymentLifecycleHookStatus;
	readonly expiresAt: number;
	readonly timeoutAction: DeploymentLifecycleHookAction;
}

export interface Deployment {
	readonly arn: string;
	readonly service: DeployedService;
	/** What the service ran when the deployment started, the last successful revision first. */
	readonly sources: readonly Revision[];
	/** The last successful revision, which a rollback returns to; null for the first deployment. */
	readonly previous: Revision | null;
	readonly target: Revision;
	readonly createdAt: number;
	updatedAt: number;
	finishedAt?: number;
	stoppedAt?: number;
	status: ServiceDeploymentStatus;
	statusReason?: string;
	stage: Stage | null;
	/** Percent of the traffic of the target. */
	traffic: Required<Traffic>;
	/** Those of the current stage. */
	hooks: HookRecord[];
	runningTasks: number;
	/** Whether its tasks are being held. */
	isHeld: boolean;
	rollback?: { readonly reason: string; readonly startedAt: number; readonly serviceRevisionArn: string };
	/** Ends what the deployment waits for. */
	interrupt: AbortController;
}

const finished: readonly ServiceDeploymentStatus[] = [
	"SUCCESSFUL",
	"STOPPED",
	"ROLLBACK_SUCCESSFUL",
	"ROLLBACK_FAILED",
];

export const isFinished = ({ status }: Pick<Deployment, "status">): boolean => finished.includes(status);

/** The ServiceRevision of the service model, as far as the double has it. */
export const revisionFields = ({
	arn,
	serviceArn,
	clusterArn,
	taskDefinition,
	createdAt,
	images,
}: Revision): Fields => ({
	serviceRevisionArn: arn,
	serviceArn,
	clusterArn,
	taskDefinition,
	createdAt,
	containerImages: images,
});

/** The ServiceDeployment of the service model, as far as the double has it. */
export function deploymentFields(deployment: Deployment): Fields {
	const { service, stage, hooks, rollback } = deployment;
	return {
		...times(deployment),
		serviceDeploymentArn: deployment.arn,
		serviceArn: service.serviceArn,
		clusterArn: service.clusterArn,
		sourceServiceRevisions: deployment.sources.map((source) => summaryOf(source, deployment)),
		targetServiceRevision: summaryOf(deployment.target, deployment),
		status: deployment.status,
		...(deployment.statusReason === undefined ? {} : { statusReason: deployment.statusReason }),
		...(stage === null ? {} : { lifecycleStage: stage }),
		lifecycleHookDetails: hooks,
		deploymentConfiguration: service.configuration,
		...(rollback === undefined ? {} : { rollback }),
	};
}

/** The ServiceDeploymentBrief of the service model. */
export function briefFields(deployment: Deployment): Fields {
	const { updatedAt: _, stoppedAt: __, ...rest } = times(deployment);
	return {
		...rest,
		serviceDeploymentArn: deployment.arn,
		serviceArn: deployment.service.serviceArn,
		clusterArn: deployment.service.clusterArn,
		targetServiceRevisionArn: deployment.target.arn,
		status: deployment.status,
		...(deployment.statusReason === undefined ? {} : { statusReason: deployment.statusReason }),
	};
}

const times = ({ createdAt, updatedAt, finishedAt, stoppedAt }: Deployment) => ({
	createdAt,
	startedAt: createdAt,
	updatedAt,
	...(finishedAt === undefined ? {} : { finishedAt }),
	...(stoppedAt === undefined ? {} : { stoppedAt }),
});

/** A revision in a deployment: the task counts and traffic weights of ServiceRevisionSummary. */
export function summaryOf(revision: Revision, deployment: Deployment): Fields {
	const { service, runningTasks, traffic, target, previous } = deployment;
	const wanted = service.desiredCount;
	const weights = ({ test, production }: Required<Traffic>) => ({
		requestedTestTrafficWeight: test,
		requestedProductionTrafficWeight: production,
	});
	if (revision === target) {
		const requestedTaskCount = deployment.status.startsWith("ROLLBACK") ? 0 : wanted;
		const counts = { requestedTaskCount, runningTaskCount: runningTasks };
		return {
			arn: revision.arn,
			...counts,
			pendingTaskCount: Math.max(0, requestedTaskCount - runningTasks),
			...weights(traffic),
		};
	}
	const runs = revision === previous && deployment.status !== "SUCCESSFUL" ? wanted : 0;
	const rest = revision === previous ? { test: 100 - traffic.test, production: 100 - traffic.production } : undefined;
	return {
		arn: revision.arn,
		requestedTaskCount: runs,
		runningTaskCount: runs,
		pendingTaskCount: 0,
		...weights(rest ?? { test: 0, production: 0 }),
	};
}
