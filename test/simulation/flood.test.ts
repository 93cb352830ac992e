import { expect, test } from "@jest/globals";
import { findingEvent, pushEvent } from "./events.ts";
import { checkEnd, openAccount } from "./history.ts";

const events = 300;
const floodMs = 30_000;
const maxChecks = 6;

/** Nothing fails in the histories of these seeds; they differ in when and in which batches the events arrive. */
const seeds = [2, 8, 12, 16, 19, 22] as const;

test.each(seeds)(
	"F5, g1: 300 finding events about one image within 30 s are at most 6 checks and one message, seed %d",
	async (seed) => {
		const { services, bus, queues } = openAccount(seed);
		const { clock, registry, journal, slack, hub, faults } = services;
		expect(faults.profile.name).toBe("no faults");
		const image = registry.push(registry.create("flood", false, true), "clean");
		bus.put(pushEvent(image));
		await clock.run();
		const from = clock.time;
		for (let at = 0; at < events; at++) {
			const time = from + Math.floor((at * floodMs) / events);
			clock.at(time, () => {
				if (at === 0) image.scan.set(time, "vulnerable");
				image.count.set(time, at + 1);
				bus.put(findingEvent(image, "ACTIVE", time));
			});
		}
		const checksBefore = journal.observations.length;
		await clock.run();
		expect(journal.observations.length - checksBefore).toBeLessThanOrEqual(maxChecks);
		expect(slack.posts).toHaveLength(1);
		const [finding] = [...hub.findings.values()];
		expect([hub.findings.size, finding?.finding.Description]).toEqual([1, expect.stringContaining("300 HIGH")]);
		expect(checkEnd(services, queues)).toEqual([]);
	},
);
