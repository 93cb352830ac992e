import type { TaskDefinitionFacts } from "../../core/facts.ts";
import type { TaskDefinitionSubject } from "../../core/subject.ts";
import type { SimulatedImage } from "./ecr.ts";
import { definitionOf } from "./ecs.ts";
import { place } from "./place.ts";
import { Timeline } from "./timeline.ts";

/** Something that uses an image. Not `isCertain`: it is open whether ECS would still roll back to it. */
export interface Use {
	readonly image: SimulatedImage;
	readonly by: string;
	readonly isCertain: boolean;
}

export interface ServiceRevision {
	readonly arn: string;
	/** The revision of its task definition. */
	readonly number: number;
	readonly image: SimulatedImage;
	readonly serviceArn: string;
}

export interface ServiceDeployment {
	readonly arn: string;
	readonly serviceArn: string;
	readonly createdAt: number;
	/** Null for the first deployment of a service. */
	readonly source: ServiceRevision | null;
	readonly target: ServiceRevision;
	status: "IN_PROGRESS" | "SUCCESSFUL" | "ROLLBACK_SUCCESSFUL";
}

export interface SimulatedService {
	readonly name: string;
	readonly arn: string;
	/** DescribeServices does not always return the current deployment of a service whose last one has ended. */
	readonly showsEndedDeployment: boolean;
	/** Both oldest first. */
	readonly revisions: ServiceRevision[];
	readonly deployments: ServiceDeployment[];
	/** Revisions that have tasks. */
	running: readonly ServiceRevision[];
	isActive: boolean;
	/** Its settings. */
	readonly hasPublicIp: Timeline<boolean>;
	readonly rollsBack: Timeline<boolean>;
}

export interface SimulatedCluster {
	readonly name: string;
	readonly arn: string;
	readonly exists: Timeline<boolean>;
	readonly hasInsights: Timeline<boolean>;
}

export interface SimulatedTask {
	readonly arn: string;
	readonly image: SimulatedImage;
}

/** Of the cluster that has all services. */
const clusterName = "shop";
export const clusterArn = arnOf("cluster", clusterName);

/** ECS with services that run images by digest, deploy others and roll back, and with tasks of their own. Times are epoch milliseconds. */
export class SimulatedWorkloads {
	readonly services: SimulatedService[] = [];
	readonly tasks: SimulatedTask[] = [];
	readonly clusters: SimulatedCluster[] = [];
	/** What uses an image, over time. */
	readonly uses: Timeline<readonly Use[]>;
	/** A period in which ECS denies every call about services and tasks; null if there is none. */
	denial: { readonly from: number; readonly until: number } | null = null;
	/** Whether events or sweeps lead the pipeline to services and clusters. */
	areChecked = false;
	readonly #time: () => number;
	#started = 0;

	constructor(time: () => number) {
		this.#time = time;
		this.uses = new Timeline<readonly Use[]>(time(), []);
		this.createCluster(clusterName, true);
	}

	/** Epoch milliseconds. */
	get now(): number {
		return this.#time();
	}

	get isDenied(): boolean {
		const { denial } = this;
		return denial !== null && this.#time() >= denial.from && this.#time() < denial.until;
	}

	createCluster(name: string, hasInsights: boolean): SimulatedCluster {
		const at = this.#time();
		const cluster = {
			name,
			arn: arnOf("cluster", name),
			exists: new Timeline(at, true),
			hasInsights: new Timeline(at, hasInsights),
		};
		this.clusters.push(cluster);
		return cluster;
	}

	/** The services of a cluster by its name or ARN; null if there is no such cluster. */
	servicesOf(cluster: string): readonly SimulatedService[] | null {
		const found = this.clusters.find(({ name, arn }) => cluster === name || cluster === arn);
		if (found?.exists.at(this.#time()) !== true) return null;
		return found.arn === clusterArn ? this.services : [];
	}

	/** Creates a service, whose first deployment succeeds at once. */
	create(image: SimulatedImage, showsEndedDeployment: boolean): SimulatedService {
		const name = `service-${this.services.length + 1}`;
		const arn = arnOf("service", `shop/${name}`);
		const service: SimulatedService = {
			name,
			arn,
			showsEndedDeployment,
			revisions: [],
			deployments: [],
			running: [],
			isActive: true,
			hasPublicIp: new Timeline(this.#time(), false),
			rollsBack: new Timeline(this.#time(), true),
		};
		this.services.push(service);
		this.end(service, this.deploy(service, image), "SUCCESSFUL");
		return service;
	}

	/** The revision of a service's own family; null for any other family. */
	definition(subject: TaskDefinitionSubject, readAt: string, revision?: number): TaskDefinitionFacts | null {
		const { revisions = [] } = this.services.find(({ name }) => name === subject.family) ?? {};
		const found = revisions.find(({ number }) => number === revision);
		return found === undefined
			? null
			: {
					...definitionOf(subject, { image: new Timeline(0, found.image), hasReadOnlyRoot: true }),
					revision: found.number,
					readAt,
				};
	}

	/** Begins to replace what a service runs. */
	deploy(service: SimulatedService, image: SimulatedImage): ServiceDeployment {
		const number = service.revisions.length + 1;
		const id = `shop/${service.name}/${number}`;
		const serviceArn = service.arn;
		const target = { arn: arnOf("service-revision", id), number, image, serviceArn };
		const deployment: ServiceDeployment = {
			arn: arnOf("service-deployment", id),
			serviceArn,
			createdAt: this.#time(),
			source: service.running.at(-1) ?? null,
			target,
			status: "IN_PROGRESS",
		};
		service.revisions.push(target);
		service.deployments.push(deployment);
		service.running = [...service.running, target];
		this.#note();
		return deployment;
	}

	/** A deployment ends: only its target runs any more, or only its source. */
	end(service: SimulatedService, deployment: ServiceDeployment, status: "SUCCESSFUL" | "ROLLBACK_SUCCESSFUL"): void {
		deployment.status = status;
		const left = status === "SUCCESSFUL" ? deployment.target : deployment.source;
		service.running = left === null ? [] : [left];
		this.#note();
	}

	delete(service: SimulatedService): void {
		service.isActive = false;
		this.#note();
	}

	startTask(image: SimulatedImage): SimulatedTask {
		this.#started += 1;
		const task = { arn: arnOf("task", `shop/${this.#started}`), image };
		this.tasks.push(task);
		this.#note();
		return task;
	}

	stopTask(task: SimulatedTask): void {
		this.tasks.splice(this.tasks.indexOf(task), 1);
		this.#note();
	}

	#note(): void {
		const ofTasks = this.tasks.map(({ arn, image }): Use => ({ image, by: arn, isCertain: true }));
		const ofServices = this.services.filter(({ isActive }) => isActive).flatMap(usesOf);
		this.uses.set(this.#time(), [...ofTasks, ...ofServices]);
	}
}

/**
 * A service uses what it runs, and what ran before its last deployment. After a deployment that was rolled back, ECS is back where
 * it was: what ran before the last successful deployment may count as well.
 */
function usesOf({ arn, running, deployments }: SimulatedService): readonly Use[] {
	const last = deployments.at(-1);
	const successful = deployments.findLast(({ status }) => status === "SUCCESSFUL");
	const use = (isCertain: boolean, revision: ServiceRevision | null | undefined): readonly Use[] =>
		revision === null || revision === undefined ? [] : [{ image: revision.image, by: arn, isCertain }];
	return [
		...running.flatMap((revision) => use(true, revision)),
		...use(true, last?.source),
		...use(false, successful?.source),
	];
}

function arnOf(type: string, id: string): string {
	return `arn:${place.partition}:ecs:${place.region}:${place.account}:${type}/${id}`;
}
