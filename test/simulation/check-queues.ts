import type { Account } from "./account.ts";
import { place } from "./place.ts";
import type { Services } from "./services.ts";
import type { SimulatedQueue } from "./sqs.ts";
import type { Violation } from "./violations.ts";

/** Checks of one image for a flood of events about it (specification of floods: 300 events within 30 s). */
const maxChecksOfFlood = 6;
const afterFloodMs = 600_000;

/** Nothing is left in a queue, and nothing left it without an outcome (I1). */
export function checkQueues({ journal }: Services, queues: readonly SimulatedQueue[]): readonly Violation[] {
	const left = queues.filter(({ isEmpty }) => !isEmpty);
	return [
		...left.map(({ settings }): Violation => ({ invariant: "I1", text: `messages are left in ${settings.name}` })),
		...journal.unaccounted.map(
			(id): Violation => ({ invariant: "I1", text: `${id} was deleted, and nothing was logged about it` }),
		),
	];
}

/** A malformed message is one complete dead letter, and touches nothing (I1, I8). Only a failure between sending and recording repeats it. */
export function checkMalformed(services: Services, queues: readonly SimulatedQueue[]): readonly Violation[] {
	const { faults, journal, table } = services;
	const letters = queues.flatMap(({ rejected }) => rejected.received);
	const mayRepeat = faults.profile.name !== "no faults";
	const wrong = journal.malformed.flatMap((body): Violation[] => {
		const count = letters.filter((letter) => letter.body === body).length;
		if (count === 1 || (count > 1 && mayRepeat)) return [];
		return [{ invariant: "I1", text: `a malformed message has ${count} dead letters: ${body.slice(0, 80)}` }];
	});
	const touched = [...table.entries.keys(), ...journal.observations.map(({ arn }) => arn)].filter(
		(arn) => !arn.includes(`:${place.region}:${place.account}:`),
	);
	return [...wrong, ...touched.map((arn): Violation => ({ invariant: "I8", text: `${arn} was checked` }))];
}

/** Dead letters are for messages that fail again and again, not for an outage of an hour (fault row L13). */
export function checkDeadLetters(services: Services, queues: readonly SimulatedQueue[]): readonly Violation[] {
	const { faults, refreshQueue, workloads } = services;
	if (faults.profile.throttled + faults.profile.lost + faults.profile.killed > 0) return [];
	const requests = workloads.denial === null ? (refreshQueue?.rejected.received ?? []) : [];
	return [
		...queues.flatMap(({ deadLetters, settings }) =>
			deadLetters.map(
				({ id }): Violation => ({ invariant: "I1", text: `${id} died in ${settings.name} without need` }),
			),
		),
		...requests.map(
			({ body }): Violation => ({ invariant: "I1", text: `a request for the images in use was rejected: ${body}` }),
		),
	];
}

/** A flood is few checks (I6). Only without faults: a retry checks again, and so does each batch when the scan cannot be read. */
export function checkFloods({ faults, journal, denials }: Services, { floods }: Account): readonly Violation[] {
	if (faults.profile.name !== "no faults") return [];
	return floods.flatMap(({ image, from, until }): Violation[] => {
		if (denials.wasEverDenied(image.arn)) return [];
		const checks = journal.observations.filter(
			({ arn, at }) => arn === image.arn && at >= from && at <= until + afterFloodMs,
		).length;
		const text = `a flood of events about ${image.arn} was checked ${checks} times`;
		return checks <= maxChecksOfFlood ? [] : [{ invariant: "I6", text }];
	});
}
