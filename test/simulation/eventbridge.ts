import { transformerFor } from "../../events/input-transformer.ts";
import { type RouteName, routes } from "../../functions/manifest.ts";
import { deployedRule } from "../../infra/event-pattern.ts";
import { patternMatches } from "../support/event-pattern.ts";
import { messageOf } from "../support/input-transformer.ts";
import type { Event } from "./events.ts";
import type { Machine } from "./invocation.ts";
import { place } from "./place.ts";
import type { SimulatedQueue } from "./sqs.ts";

/** Every rule, with the route that it belongs to. */
const rules = routes.flatMap(({ name, events }) =>
	events.map(({ folder }) => ({ route: name, ...deployedRule(folder, place) })),
);

/** Almost every event arrives within seconds; some arrive much later. */
const usualDelayMs = 5_000;
const longestDelayMs = 3_600_000;

/** The default bus: at least once, in any order, by the patterns of the routes. */
export class SimulatedBus {
	/** Every event that a route received. */
	readonly deliveries: Event[] = [];
	/** Whether AWS sends nothing about what happens now. */
	loses: () => boolean = () => false;
	readonly #machine: Machine;
	readonly #queues: ReadonlyMap<RouteName, SimulatedQueue>;

	constructor(machine: Machine, queues: ReadonlyMap<RouteName, SimulatedQueue>) {
		this.#machine = machine;
		this.#queues = queues;
	}

	/** Delivers an event, not before `visibleAt`, when every read shows what it announces. */
	put(event: Event, visibleAt: number = this.#machine.clock.time): void {
		if (this.loses()) return;
		const matching = rules.filter(({ pattern }) => patternMatches(pattern, event));
		const { clock, faults, note } = this.#machine;
		for (const { route: name, folder } of matching) {
			const message = messageOf(event, transformerFor(folder));
			const copies = faults.occurs(0.15, clock.time) ? faults.between(2, 4) : 1;
			const delay = () => faults.between(0, faults.occurs(0.1, clock.time) ? longestDelayMs : usualDelayMs);
			const [first, areTogether] = [delay(), faults.occurs(0.5, clock.time)];
			const delays = Array.from({ length: copies }, (_, copy) =>
				copy === 0 ? first : areTogether ? first + faults.between(0, 100) : delay(),
			);
			note(() => `event for ${name}, ${copies} times: ${JSON.stringify(event["detail"]).slice(0, 160)}`);
			for (const ms of delays) {
				clock.at(Math.max(visibleAt, clock.time) + ms, () => this.#queues.get(name)?.send(message));
			}
			this.deliveries.push(event);
		}
	}

	/** Puts a message into a route's queue that no rule put there. */
	misplace(name: RouteName, body: string): void {
		this.#queues.get(name)?.send(body);
	}

	/** Delivers every event of the history once more. */
	repeatAll(): void {
		const events = new Map(this.deliveries.splice(0).map((event) => [JSON.stringify(event), event]));
		for (const event of events.values()) this.put(event);
	}
}
