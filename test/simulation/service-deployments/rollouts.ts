import { transformerFor } from "../../../events/input-transformer.ts";
import { messageOf } from "../../support/input-transformer.ts";
import { deploymentEvent, type Event, hookEvent } from "../events.ts";
import type { Random } from "../random.ts";
import type { Services } from "../services.ts";
import type { DeploymentActions } from "./ecs-api.ts";
import { approvalIdOf, hookIdOf, type ServiceDeployment, stageOfPause } from "./state.ts";

const minuteMs = 60_000;
/** As ECS ends a PAUSE hook that nobody answers. */
const pauseTimeoutMs = 1_440 * minuteMs;
/** An event arrives within seconds, or within an hour. */
const [usualDelayMs, longestDelayMs] = [5_000, 3_600_000];

/** ECS leads rolling deployments, and those with a PAUSE hook, to their end, and sends events about them. */
export class Rollouts implements DeploymentActions {
	/** Puts an event's message into the queue of the function that stops deployments. */
	send: (body: string) => void = () => undefined;
	readonly #services: Services;
	readonly #random: Random;

	constructor(services: Services, random: Random) {
		this.#services = services;
		this.#random = random;
	}

	start(deployment: ServiceDeployment): void {
		const { service } = deployment;
		this.#announceStart(deployment);
		if (service.hasApproval) this.#approve(deployment);
		else if (service.kind === "pause" || service.kind === "manual pause") this.#pause(deployment);
		else this.#roll(deployment);
	}

	#roll(deployment: ServiceDeployment): void {
		const { clock } = this.#services;
		const random = this.#random;
		const { revision } = deployment;
		clock.after(random.between(5_000, 2 * minuteMs), () => {
			deployment.resolved = { image: revision.image.at(clock.time), at: clock.time };
		});
		clock.after(random.between(2 * minuteMs, 20 * minuteMs), () => this.#complete(deployment));
	}

	stop = (deployment: ServiceDeployment): boolean => this.rollBack(deployment, "it is stopped");

	answerPause = (deployment: ServiceDeployment, answer: "CONTINUE" | "ROLLBACK"): boolean => {
		const { clock, note } = this.#services;
		if (deployment.pause !== "AWAITING_ACTION" || deployment.status.last !== "IN_PROGRESS") return false;
		note(() => `${deployment.arn} is answered ${answer}`);
		deployment.pause = answer === "CONTINUE" ? "SUCCEEDED" : "FAILED";
		if (answer === "ROLLBACK") this.rollBack(deployment, "its PAUSE hook says so");
		else clock.after(this.#random.between(minuteMs, 5 * minuteMs), () => this.#complete(deployment));
		return true;
	};

	/** False if ECS does not go forward with it any more. */
	rollBack(deployment: ServiceDeployment, why: string): boolean {
		const { clock, note } = this.#services;
		const { status } = deployment;
		if (status.last !== "IN_PROGRESS") return false;
		note(() => `ECS rolls back ${deployment.arn}: ${why}`);
		status.set(clock.time, "ROLLBACK_REQUESTED");
		// The rollback has the same event as a start.
		this.#announceStart(deployment);
		const end = this.#random.between(minuteMs, 4 * minuteMs);
		clock.after(end, () => status.set(clock.time, "ROLLBACK_SUCCESSFUL"));
		return true;
	}

	/** A person lets it go on to the PAUSE hook for Shipshape, also long after the pipeline would have stopped to wait. */
	#approve(deployment: ServiceDeployment): void {
		const { clock } = this.#services;
		deployment.approval = "AWAITING_ACTION";
		this.#announce(hookEvent(deployment, approvalIdOf(deployment), clock.time), "hook-awaiting-action");
		clock.after(this.#random.between(1_000, 40 * minuteMs), () => {
			deployment.approval = "SUCCEEDED";
			this.#pause(deployment);
		});
	}

	#pause(deployment: ServiceDeployment): void {
		const { clock } = this.#services;
		const random = this.#random;
		const isOfPerson = deployment.service.kind === "manual pause";
		clock.after(random.between(500, 10_000), () => {
			if (deployment.status.last !== "IN_PROGRESS") return;
			deployment.pause = "AWAITING_ACTION";
			this.#announce(
				hookEvent(deployment, hookIdOf(deployment), clock.time, stageOfPause(deployment)),
				"hook-awaiting-action",
			);
			clock.after(pauseTimeoutMs, () => this.#timeOut(deployment));
			if (!random.chance(isOfPerson ? 0.8 : 0.1)) return;
			const answer = random.chance(0.7) ? "CONTINUE" : "ROLLBACK";
			clock.after(random.between(minuteMs, 30 * minuteMs), () => {
				if (this.answerPause(deployment, answer)) deployment.isAnsweredByPerson = true;
			});
		});
	}

	#timeOut(deployment: ServiceDeployment): void {
		if (this.answerPause(deployment, "ROLLBACK")) deployment.isTimedOut = true;
	}

	#complete(deployment: ServiceDeployment): void {
		const { clock, note } = this.#services;
		if (deployment.status.last !== "IN_PROGRESS") return;
		deployment.status.set(clock.time, "SUCCESSFUL");
		deployment.service.current = deployment.target;
		note(() => `ECS has completed ${deployment.arn}`);
	}

	#announceStart({ arn, service }: ServiceDeployment): void {
		const { time } = this.#services.clock;
		this.#announce(
			deploymentEvent({ arn, serviceArn: service.arn, status: "IN_PROGRESS" }, time),
			"deployment-started",
		);
	}

	/** At least once, sometimes much later. */
	#announce(event: Event, folder: "deployment-started" | "hook-awaiting-action"): void {
		const { clock, faults } = this.#services;
		const body = messageOf(event, transformerFor(folder));
		for (let copies = faults.occurs(0.2, clock.time) ? faults.between(2, 3) : 1; copies > 0; copies--) {
			const latest = faults.occurs(0.1, clock.time) ? longestDelayMs : usualDelayMs;
			clock.after(faults.between(0, latest), () => this.send(body));
		}
	}
}
