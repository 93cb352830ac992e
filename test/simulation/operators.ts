import type { SimulatedImage, SimulatedRepository } from "./ecr.ts";
import type { SimulatedBus } from "./eventbridge.ts";
import { deploymentEvent, type Event, pushEvent, repositoryEvent, scanEvent, serviceEvent } from "./events.ts";
import type { Random } from "./random.ts";
import type { Services } from "./services.ts";
import type { SimulatedService } from "./workloads.ts";

const minuteMs = 60_000;

/**
 * The people who run services and tasks, and the lifecycle policies that would expire images. Only some histories have them, and
 * their decisions come from a stream of their own, so that they change nothing in the others.
 */
export class Operators {
	readonly #services: Services;
	readonly #bus: SimulatedBus;
	readonly #random: Random;

	constructor(services: Services, bus: SimulatedBus, random: Random) {
		this.#services = services;
		this.#bus = bus;
		this.#random = random;
	}

	/** Plans everything that happens, within a number of minutes. The repositories exist. */
	plan(minutes: number): void {
		const random = this.#random;
		if (!random.chance(0.5)) return;
		const { registry, workloads, clock, faults } = this.#services;
		for (const { keeps } of registry.repositories) keeps.set(clock.time, random.between(1, 2));
		if (random.chance(0.12)) {
			const from = clock.time + random.between(0, 20 * minuteMs);
			const until = Math.min(faults.endAt, from + random.between(minuteMs, 20 * minuteMs));
			workloads.denial = random.chance(0.3) ? { from: 0, until: Number.POSITIVE_INFINITY } : { from, until };
		}
		for (let actions = random.between(4, 16); actions > 0; actions--) {
			clock.after(random.between(0, minutes * minuteMs), () => this.#act());
		}
	}

	#act(): void {
		const { registry, workloads } = this.#services;
		const random = this.#random;
		const repository = random.pick(registry.repositories.filter(({ exists }) => exists.last));
		const services = workloads.services.filter(({ isActive }) => isActive);
		const value = random.next();
		if (value < 0.3) this.#push(repository);
		else if (value < 0.45) this.#changePolicy(repository);
		else if (value < 0.6) this.#runTask(this.#imageOf(repository));
		else if (services.length === 0 || value < 0.7) this.#create(this.#imageOf(repository), random.chance(0.5));
		else if (value < 0.78) this.#delete(random.pick(services));
		else this.#deploy(random.pick(services), this.#imageOf(repository));
	}

	#create(image: SimulatedImage, showsEndedDeployment: boolean): void {
		const { workloads, clock } = this.#services;
		const service = workloads.create(image, showsEndedDeployment);
		this.#put(serviceEvent("CreateService", service, clock.time));
	}

	#delete(service: SimulatedService): void {
		const { workloads, clock } = this.#services;
		workloads.delete(service);
		this.#put(serviceEvent("DeleteService", service, clock.time));
	}

	/** Only if the pipeline checks services: their events change when all others arrive. */
	#put(event: Event): void {
		if (this.#services.workloads.areChecked) this.#bus.put(event);
	}

	/** Often the oldest image of a repository, which its policy would expire first. */
	#imageOf({ images }: SimulatedRepository): SimulatedImage {
		const existing = images.filter(({ exists }) => exists.last);
		const [oldest] = existing;
		return oldest !== undefined && this.#random.chance(0.5) ? oldest : this.#random.pick(existing);
	}

	#push(repository: SimulatedRepository): void {
		const { registry, clock } = this.#services;
		const image = registry.push(repository, "pending");
		this.#bus.put(pushEvent(image));
		clock.after(this.#random.between(5_000, 4 * minuteMs), () => {
			image.scan.set(clock.time, "clean");
			this.#bus.put(scanEvent(image, "COMPLETE", clock.time));
		});
	}

	#changePolicy({ keeps, hasLifecyclePolicy, subject }: SimulatedRepository): void {
		const { clock } = this.#services;
		if (!hasLifecyclePolicy.last) return;
		keeps.set(clock.time, this.#random.between(1, 3));
		this.#bus.put(repositoryEvent("PutLifecyclePolicy", subject.name, clock.time));
	}

	#runTask(image: SimulatedImage): void {
		const { workloads, clock } = this.#services;
		const task = workloads.startTask(image);
		clock.after(this.#random.between(minuteMs / 2, 30 * minuteMs), () => workloads.stopTask(task));
	}

	#deploy(service: SimulatedService, image: SimulatedImage): void {
		const { workloads, clock } = this.#services;
		if (service.deployments.at(-1)?.status === "IN_PROGRESS") return;
		const deployment = workloads.deploy(service, image);
		this.#put(serviceEvent("UpdateService", service, clock.time));
		this.#put(deploymentEvent(deployment, clock.time));
		const ends = this.#random.chance(0.75) ? "SUCCESSFUL" : "ROLLBACK_SUCCESSFUL";
		clock.after(this.#random.between(10_000, 5 * minuteMs), () => {
			workloads.end(service, deployment, ends);
			this.#put(deploymentEvent(deployment, clock.time));
		});
	}
}
