import { setTimeout as pause } from "node:timers/promises";
import type { DeploymentLifecycleHookAction, ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import { AwsError, type Fields } from "../aws-json.ts";
import { DeploymentClock } from "./clock.ts";
import { DeploymentEngine, type ResolveDigest } from "./engine.ts";
import type { EcsEvent } from "./events.ts";
import { DeploymentHistory } from "./history.ts";
import { type DeployedService, type Deployment, isFinished } from "./records.ts";

/** The rest of AWS, as far as ECS calls it for deployments. */
export interface Surroundings {
	/** Lambda's Invoke: the function's answer; rejects when the function fails or cannot be called. */
	readonly invoke: (functionArn: string, request: object) => Promise<unknown>;
	/** Puts an event onto the event bus. */
	readonly publish: (event: EcsEvent) => Promise<unknown>;
}

export interface DeploymentOptions {
	readonly resolveDigest?: ResolveDigest;
	/** How many milliseconds a second of a bake time and of a hook's call-back delay takes. */
	readonly secondMs?: number;
}

/** States that a rollback goes through by itself (developer guide, "Stopping Amazon ECS service deployments"). */
const ending: readonly ServiceDeploymentStatus[] = ["STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"];

const pollMs = 10;

/** The service deployments of ECS, which moto does not have. */
export class ServiceDeployments {
	readonly clock = new DeploymentClock();
	readonly history = new DeploymentHistory();
	readonly #engine: DeploymentEngine;
	readonly #onError: (error: unknown) => void;
	#surroundings: Surroundings | null = null;
	#before = 0;
	#published: Promise<unknown> = Promise.resolve();
	#publishing = 0;
	#events = 0;

	constructor(
		onError: (error: unknown) => void,
		{ resolveDigest = () => undefined, secondMs = 1_000 }: DeploymentOptions,
	) {
		this.#onError = onError;
		this.#engine = new DeploymentEngine(this.history, {
			...{ clock: this.clock, secondMs, resolveDigest, onError },
			invoke: async (...of) => {
				if (this.#surroundings === null) throw new Error("ECS cannot call functions yet");
				return this.#surroundings.invoke(...of);
			},
			emit: (event) => this.#publish(event),
		});
	}

	/** From now on hooks are called and events are published; those before are lost, as nobody listens to them. */
	connect(surroundings: Surroundings): void {
		this.#surroundings = surroundings;
		this.#before = this.history.all.length;
	}

	/** Those that started after `connect`, the oldest first. */
	get observed(): readonly Deployment[] {
		return this.history.all.slice(this.#before);
	}

	/** Number of events that were published. */
	get events(): number {
		return this.#events;
	}

	/** Resolves when every deployment has ended or waits for somebody else, and its events have been published. */
	async settled(): Promise<void> {
		while (this.#publishing > 0 || this.history.all.some(isBusy)) await pause(pollMs);
	}

	deploy(service: DeployedService): void {
		this.#engine.deploy(service);
	}

	holdTasks(): () => void {
		return this.#engine.holdTasks();
	}

	/** StopServiceDeployment. That the first deployment of a service is a conflict is an assumption: no error is documented for it. */
	stop({ serviceDeploymentArn, stopType = "ROLLBACK" }: Fields): Fields {
		if (stopType !== "ROLLBACK")
			throw new AwsError("InvalidParameterException", "The valid value of stopType is ROLLBACK.");
		const deployment = this.history.get(serviceDeploymentArn);
		if (isFinished(deployment))
			throw new AwsError("ConflictException", `The service deployment is ${deployment.status}.`);
		if (ending.includes(deployment.status)) return { serviceDeploymentArn };
		if (deployment.previous === null) {
			throw new AwsError("ConflictException", "The service deployment has no service revision to roll back to.");
		}
		this.#engine.rollBack(deployment, "Service deployment rolled back by StopServiceDeployment.");
		return { serviceDeploymentArn };
	}

	/** ContinueServiceDeployment; its default action is CONTINUE. Which error there is for a hook that does not wait is not documented. */
	continue({ serviceDeploymentArn, hookId, action = "CONTINUE" }: Fields): Fields {
		if (!isAction(action)) throw new AwsError("InvalidParameterException", "action is CONTINUE or ROLLBACK");
		const deployment = this.history.get(serviceDeploymentArn);
		const hook = deployment.hooks.find((one) => one.hookId === hookId);
		if (hook === undefined || !this.#engine.hooks.decide(hook.hookId, action)) {
			throw new AwsError("ClientException", "No lifecycle hook with this id awaits an action.");
		}
		return { serviceDeploymentArn };
	}

	/** Ends all deployments where they are. */
	close(): void {
		this.#surroundings = null;
		this.#engine.close();
	}

	#publish(event: EcsEvent): void {
		const { publish } = this.#surroundings ?? {};
		if (publish === undefined) return;
		this.#events += 1;
		this.#publishing += 1;
		this.#published = this.#published
			.then(() => publish(event))
			.catch(this.#onError)
			.finally(() => {
				this.#publishing -= 1;
			});
	}
}

const isAction = (value: unknown): value is DeploymentLifecycleHookAction =>
	value === "CONTINUE" || value === "ROLLBACK";

/** Whether a deployment goes on by itself. */
function isBusy(deployment: Deployment): boolean {
	if (isFinished(deployment) || deployment.isHeld) return false;
	const statuses = deployment.hooks.map(({ status }) => status);
	return !statuses.includes("AWAITING_ACTION") || statuses.includes("IN_PROGRESS");
}
