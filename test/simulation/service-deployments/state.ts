import type { BlockRecord } from "../../../core/block-record.ts";
import { arnOf } from "../../../core/subject.ts";
import type { SimulatedImage } from "../ecr.ts";
import type { SimulatedFamily, SimulatedRevision } from "../ecs.ts";
import { place } from "../place.ts";
import { Timeline } from "../timeline.ts";

/** In the order in which ECS runs them. */
export const stages = ["PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"] as const;
export type Stage = (typeof stages)[number];
/** Those that ECS also runs in a rollback. */
export const shifts: readonly Stage[] = ["TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"];

/** As infra names the gate's function. */
export const gateArn = `arn:aws:lambda:${place.region}:${place.account}:function:DeploymentGate`;

/**
 * How a service is deployed: with the gate, rolling, with a PAUSE hook that is there for Shipshape or for a person, or with hooks for
 * Shipshape that come too late.
 */
export type Kind = "gate" | "rolling" | "pause" | "manual pause" | "late hooks";

export interface GatedService {
	readonly kind: Kind;
	readonly cluster: string;
	readonly name: string;
	readonly arn: string;
	/** In which ECS asks the gate. */
	readonly hookStages: readonly Stage[];
	/** Whether ECS passes back what the gate has replied; AWS says so. */
	readonly keepsDetails: boolean;
	/** Whether a person approves before ECS waits in the PAUSE hook for Shipshape. */
	readonly hasApproval: boolean;
	/** Oldest first. */
	readonly deployments: ServiceDeployment[];
	/** ARN of the service revision that runs; null before the first deployment. */
	current: string | null;
}

type DeploymentStatus = "IN_PROGRESS" | "SUCCESSFUL" | "ROLLBACK_REQUESTED" | "ROLLBACK_SUCCESSFUL";

/** Times are epoch milliseconds. */
export interface ServiceDeployment {
	readonly arn: string;
	readonly service: GatedService;
	/** ARNs of service revisions; the source is null for the first deployment. */
	readonly target: string;
	readonly source: string | null;
	readonly family: SimulatedFamily;
	readonly revision: SimulatedRevision;
	readonly createdAt: number;
	/** From when ECS returns the service revision. */
	readonly visibleAt: number;
	readonly status: Timeline<DeploymentStatus>;
	/** To which ECS has resolved the image, once tasks have started. */
	resolved: { readonly image: SimulatedImage; readonly at: number } | null;
	readonly answers: Answer[];
	/** Of the PAUSE hook in which a person approves; null if it has none, or before. */
	approval: "AWAITING_ACTION" | "SUCCEEDED" | null;
	/** Of its other PAUSE hook; null if it has none, or before. */
	pause: "AWAITING_ACTION" | "SUCCEEDED" | "FAILED" | null;
	isAnsweredByPerson: boolean;
	/** Actions on it that have begun, whether or not they have reached ECS. */
	attempts: number;
	isTimedOut: boolean;
	/** What the pipeline has done to it. */
	readonly actions: Action[];
}

/** A call of the pipeline that stops a deployment or answers its PAUSE hook. `since`: when the invocation began. */
export interface Action {
	readonly trouble: Trouble;
	readonly call: "stop" | "CONTINUE" | "ROLLBACK";
	readonly since: number;
	readonly at: number;
	/** Whether ECS did it. */
	readonly isEffective: boolean;
}

export const hookIdOf = ({ arn }: Pick<ServiceDeployment, "arn">): string => `ecs-pause-${arn.split("/").at(-1)}`;
/** Of the PAUSE hook in which a person approves. */
export const approvalIdOf = ({ arn }: Pick<ServiceDeployment, "arn">): string => `ecs-approve-${arn.split("/").at(-1)}`;

/** Two PAUSE hooks in one stage could not be told apart. */
export const stageOfPause = ({ service }: Pick<ServiceDeployment, "service">): Stage =>
	service.hasApproval ? "POST_SCALE_UP" : "PRE_SCALE_UP";

/** What an invocation of the gate could not do. */
export interface Trouble {
	/** A call failed, or there was no time left. */
	unanswered: boolean;
	denied: boolean;
	offSwitch: boolean;
	rollback: boolean;
}

/** One invocation of the gate. */
export interface Answer extends Trouble {
	readonly stage: Stage;
	/** ECS shifts the traffic back. */
	readonly isRollback: boolean;
	/** When ECS asked for the first time in the stage. */
	readonly firstAsked: number;
	/** It was asked for the first time, or that question has arrived once more. */
	readonly isFirst: boolean;
	readonly from: number;
	until: number;
	/** `none`: it was killed. */
	status: "SUCCEEDED" | "FAILED" | "IN_PROGRESS" | "none";
	/** What it wanted to have recorded, and whether that has reached the queue. */
	record: BlockRecord | null;
	isDelivered: boolean;
	/** Whether ECS acted on it: the first answer to a question counts. */
	isTaken: boolean;
}

/** ECS with services whose deployments the gate decides about. */
export class GatedServices {
	readonly services: GatedService[] = [];
	/** Tags of revisions by their ARN: the value of the break-glass tag. */
	readonly tags = new Map<string, Timeline<string | null>>();
	/** A period in which ECS denies the reading of service revisions; null if there is none. */
	denial: { readonly from: number; readonly until: number } | null = null;

	get deployments(): readonly ServiceDeployment[] {
		return this.services.flatMap(({ deployments }) => deployments);
	}

	create(
		cluster: string,
		name: string,
		more: Pick<GatedService, "kind" | "hookStages" | "keepsDetails" | "hasApproval">,
	): GatedService {
		const arn = arnOf({ kind: "service", ...place, cluster, name });
		const service = { cluster, name, arn, ...more, deployments: [], current: null };
		this.services.push(service);
		return service;
	}

	/** `lagMs`: after which ECS returns the service revision. */
	begin(
		service: GatedService,
		family: SimulatedFamily,
		revision: SimulatedRevision,
		{ time, lagMs }: { readonly time: number; readonly lagMs: number },
	): ServiceDeployment {
		const { cluster, name } = service;
		const id = `${cluster}/${name}/d${service.deployments.length + 1}`;
		const prefix = `arn:${place.partition}:ecs:${place.region}:${place.account}`;
		const deployment: ServiceDeployment = {
			...{ service, family, revision, source: service.current, resolved: null, answers: [], actions: [] },
			...{ approval: null, pause: null },
			...{ isAnsweredByPerson: false, isTimedOut: false, attempts: 0 },
			...{ arn: `${prefix}:service-deployment/${id}`, target: `${prefix}:service-revision/${id}` },
			...{ createdAt: time, visibleAt: time + lagMs, status: new Timeline<DeploymentStatus>(time, "IN_PROGRESS") },
		};
		service.deployments.push(deployment);
		return deployment;
	}
}

/** Since when ECS does not go forward with a deployment. */
export const endedAt = ({ status }: ServiceDeployment): number =>
	status.last === "IN_PROGRESS" ? Number.POSITIVE_INFINITY : firstEnd(status);

/** Statuses only ever follow each other. */
function firstEnd(status: Timeline<DeploymentStatus>): number {
	const isRolledBack = status.last !== "SUCCESSFUL";
	return isRolledBack && status.at(status.changedAt - 1) === "ROLLBACK_REQUESTED"
		? status.since(status.changedAt - 1)
		: status.changedAt;
}
