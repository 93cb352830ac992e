import type { SimulatedBus } from "../eventbridge.ts";
import { pushEvent, repositoryEvent, scanEvent } from "../events.ts";
import type { Random } from "../random.ts";
import type { Services } from "../services.ts";

const minuteMs = 60_000;
/** Their records are in one shard of the stream. */
const names = ["a", "d", "g", "j", "m", "p", "s", "v", "y"].map((letter) => `shop/${letter}`);

/** In some histories many repositories are created at the same time, and corrected later: more than four messages are a digest. */
export function planBurst(services: Services, bus: SimulatedBus, random: Random): void {
	if (!random.chance(0.3)) return;
	const { clock, registry } = services;
	clock.after(random.between(minuteMs, 30 * minuteMs), () => {
		const repositories = names.map((name) => registry.create(name, true, random.chance(0.5)));
		for (const repository of repositories) {
			bus.put(repositoryEvent("CreateRepository", repository.subject.name, clock.time));
			const image = registry.push(repository, "clean");
			bus.put(pushEvent(image));
			bus.put(scanEvent(image, "COMPLETE", clock.time));
		}
		clock.after(random.between(2 * minuteMs, 30 * minuteMs), () => {
			for (const { subject, isMutable } of repositories) {
				isMutable.set(clock.time, false);
				bus.put(repositoryEvent("PutImageTagMutability", subject.name, clock.time));
			}
		});
	});
}
