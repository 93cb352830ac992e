import type { SimulatedBus } from "./eventbridge.ts";
import { clusterEvent, serviceEvent } from "./events.ts";
import type { Random } from "./random.ts";
import type { Services } from "./services.ts";
import type { SimulatedCluster } from "./workloads.ts";

const minuteMs = 60_000;
const maxClusters = 4;

/** The people who create, change and delete clusters, and change the settings of services, in histories in which these are checked. */
export class ClusterOwners {
	readonly #services: Services;
	readonly #bus: SimulatedBus;
	readonly #random: Random;

	constructor(services: Services, bus: SimulatedBus, random: Random) {
		this.#services = services;
		this.#bus = bus;
		this.#random = random;
	}

	/** Plans everything that happens, within a number of minutes. */
	plan(minutes: number): void {
		const { clock, workloads } = this.#services;
		for (const cluster of workloads.clusters) this.#bus.put(clusterEvent("CreateCluster", cluster, clock.time));
		for (let actions = this.#random.between(1, 10); actions > 0; actions--) {
			clock.after(this.#random.between(0, minutes * minuteMs), () => this.#act());
		}
	}

	#act(): void {
		const { clock, workloads } = this.#services;
		const random = this.#random;
		const services = workloads.services.filter(({ isActive }) => isActive);
		const clusters = workloads.clusters.filter(({ exists }) => exists.last);
		const value = random.next();
		if (value < 0.2 && workloads.clusters.length < maxClusters) this.#create();
		else if (value < 0.5 || services.length === 0) this.#changeCluster(random.pick(clusters));
		else {
			const service = random.pick(services);
			const setting = random.chance(0.5) ? service.hasPublicIp : service.rollsBack;
			setting.set(clock.time, !setting.last);
			this.#bus.put(serviceEvent("UpdateService", service, clock.time));
		}
	}

	#create(): void {
		const { clock, workloads } = this.#services;
		const cluster = workloads.createCluster(`batch-${workloads.clusters.length}`, this.#random.chance(0.5));
		this.#bus.put(clusterEvent("CreateCluster", cluster, clock.time));
	}

	/** The first cluster has the services, so it cannot be deleted. */
	#changeCluster(cluster: SimulatedCluster): void {
		const { clock, workloads } = this.#services;
		if (cluster !== workloads.clusters[0] && this.#random.chance(0.4)) {
			cluster.exists.set(clock.time, false);
			this.#bus.put(clusterEvent("DeleteCluster", cluster, clock.time));
			return;
		}
		cluster.hasInsights.set(clock.time, !cluster.hasInsights.last);
		this.#bus.put(clusterEvent("UpdateClusterSettings", cluster, clock.time));
	}
}
