import type { ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import { type DeploymentClock, unlessAborted } from "./clock.ts";
import { deploymentEvent, type EcsEvent } from "./events.ts";
import type { DeploymentHistory } from "./history.ts";
import { LifecycleHooks, RollbackNeeded } from "./hooks.ts";
import type { CallHook } from "./lambda-hook.ts";
import { type DeployedService, type Deployment, isFinished, type Revision } from "./records.ts";
import { rollbackSteps, type Step, stepsOf } from "./stages.ts";

/** The digest of an image's name; undefined when it does not exist. */
export type ResolveDigest = (image: string) => string | undefined;

export interface EngineOptions extends CallHook {
	readonly resolveDigest: ResolveDigest;
	readonly emit: (event: EcsEvent) => void;
}

/** Ends a deployment because another one of the service has started. */
class Superseded extends Error {}
class Closed extends Error {}

/**
 * Deploys services in the stages of their strategy (developer guide, "Amazon ECS blue/green service deployments workflow" and
 * "Lifecycle hooks for Amazon ECS service deployments"). Tasks start at once unless they are held, and are always healthy.
 */
export class DeploymentEngine {
	readonly hooks: LifecycleHooks;
	readonly #history: DeploymentHistory;
	readonly #options: EngineOptions;
	#tasksMayStart: Promise<void> = Promise.resolve();

	constructor(history: DeploymentHistory, options: EngineOptions) {
		this.#history = history;
		this.#options = options;
		this.hooks = new LifecycleHooks(options, options.emit);
	}

	/** Keeps the tasks of deployments pending until the function is called that this returns. */
	holdTasks(): () => void {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#tasksMayStart = promise;
		return resolve;
	}

	/** A service was created, or updated in a way that starts a deployment, which replaces one that is going on. */
	deploy(service: DeployedService): void {
		const { serviceArn, clusterArn, taskDefinition, images } = service;
		const going = this.#history.of(serviceArn).find((one) => !isFinished(one));
		const previous = this.#history.steadyOf(serviceArn);
		const id = this.#history.nextId();
		const createdAt = this.#seconds();
		const target: Revision = {
			...{ id, arn: arnLike(serviceArn, "service-revision", id), serviceArn, clusterArn },
			...{ taskDefinition, createdAt, images },
		};
		const deployment: Deployment = {
			arn: arnLike(serviceArn, "service-deployment", id),
			...{ service, previous, target, createdAt, updatedAt: createdAt },
			sources: [previous, going?.target ?? null].filter((one) => one !== null),
			...{ status: "IN_PROGRESS", stage: null, traffic: { test: 0, production: 0 }, hooks: [] },
			...{ runningTasks: 0, isHeld: false, interrupt: new AbortController() },
		};
		this.#history.all.push(deployment);
		going?.interrupt.abort(new Superseded("A newer deployment of the service has started."));
		void this.#run(deployment);
	}

	/** Ends a deployment that is going on and rolls it back. */
	rollBack(deployment: Deployment, reason: string): void {
		this.#change(deployment, "ROLLBACK_REQUESTED");
		deployment.interrupt.abort(new RollbackNeeded(reason));
	}

	/** Ends everything. */
	close(): void {
		for (const { interrupt } of this.#history.all) interrupt.abort(new Closed());
	}

	/** Never throws. */
	async #run(deployment: Deployment): Promise<void> {
		try {
			await this.#goForward(deployment);
		} catch (error) {
			if (error instanceof RollbackNeeded)
				await this.#goBack(deployment, error.message).catch((why) => this.#stop(deployment, why));
			else this.#stop(deployment, error);
		}
	}

	async #goForward(deployment: Deployment): Promise<void> {
		const { service, sources } = deployment;
		this.#emit("started", deployment);
		for (const step of stepsOf(service.configuration, sources.length > 1)) await this.#pass(deployment, step);
		deployment.traffic = { test: 100, production: 100 };
		this.#finish(deployment, "SUCCESSFUL");
		this.#emit("completed", deployment);
	}

	async #pass(deployment: Deployment, step: Step): Promise<void> {
		const { interrupt, service } = deployment;
		const { clock, secondMs } = this.#options;
		interrupt.signal.throwIfAborted();
		deployment.stage = step.stage;
		deployment.updatedAt = this.#seconds();
		deployment.traffic = { ...deployment.traffic, ...step.traffic };
		if (step.startsTasks === true && service.desiredCount > 0) await this.#startTasks(deployment);
		await this.hooks.run(deployment, step);
		if ((step.minutes ?? 0) > 0) await clock.sleep((step.minutes ?? 0) * 60 * secondMs, interrupt.signal);
	}

	/** ECS resolves tags to digests when the deployment starts its first task, so a tag that moves later changes no revision. */
	async #startTasks(deployment: Deployment): Promise<void> {
		const { target, service, interrupt } = deployment;
		deployment.isHeld = true;
		await unlessAborted(this.#tasksMayStart, interrupt.signal).finally(() => {
			deployment.isHeld = false;
		});
		target.images = target.images.map((one) => ({ ...one, imageDigest: this.#options.resolveDigest(one.image) }));
		deployment.runningTasks = service.desiredCount;
	}

	/** Returns to the revision before; without one, the deployment ends where it is. */
	async #goBack(deployment: Deployment, reason: string): Promise<void> {
		const { previous, service } = deployment;
		const isRequested = deployment.status === "ROLLBACK_REQUESTED";
		deployment.statusReason = reason;
		if (!isRequested) this.#emit("failed", deployment);
		if (previous === null) throw new Error(`${reason} There is no revision to roll back to.`);
		this.#change(deployment, "ROLLBACK_IN_PROGRESS");
		deployment.rollback = { reason, startedAt: this.#seconds(), serviceRevisionArn: previous.arn };
		deployment.interrupt = new AbortController();
		this.#emit("rollingBack", deployment);
		const failed = deployment.hooks;
		try {
			for (const step of rollbackSteps) await this.#pass(deployment, step);
			await service.restore(previous.taskDefinition);
		} catch (error) {
			if (error instanceof Superseded || error instanceof Closed) throw error;
			deployment.statusReason = `${reason} The rollback failed: ${error instanceof Error ? error.message : error}`;
			this.#finish(deployment, "ROLLBACK_FAILED");
			return;
		}
		deployment.hooks = deployment.hooks.length === 0 ? failed : deployment.hooks;
		deployment.runningTasks = 0;
		this.#finish(deployment, "ROLLBACK_SUCCESSFUL");
		this.#emit("completed", deployment);
	}

	#stop(deployment: Deployment, why: unknown): void {
		if (why instanceof Closed) return;
		deployment.statusReason = why instanceof Error ? why.message : String(why);
		deployment.stoppedAt = this.#seconds();
		deployment.runningTasks = 0;
		this.#finish(deployment, "STOPPED");
	}

	#finish(deployment: Deployment, status: ServiceDeploymentStatus): void {
		this.#change(deployment, status);
		deployment.finishedAt = deployment.updatedAt;
	}

	#change(deployment: Deployment, status: ServiceDeploymentStatus): void {
		deployment.status = status;
		deployment.updatedAt = this.#seconds();
	}

	#emit(kind: Parameters<typeof deploymentEvent>[0], deployment: Deployment): void {
		this.#options.emit(deploymentEvent(kind, deployment, this.#clock.now()));
	}

	#seconds = (): number => Math.floor(this.#clock.now() / 1_000);

	get #clock(): DeploymentClock {
		return this.#options.clock;
	}
}

/** `…:service-deployment/CLUSTER/SERVICE/ID` for `…:service/CLUSTER/SERVICE`. */
const arnLike = (serviceArn: string, type: string, id: string): string =>
	`${serviceArn.replace(":service/", `:${type}/`)}/${id}`;
