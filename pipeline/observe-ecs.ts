import type { Control } from "../core/control.ts";
import type { CapacityProviderFacts, ClusterFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { type Reading, wasRead } from "../core/reading.ts";
import type { CapacityProviderSubject, ClusterSubject } from "../core/subject.ts";
import { destinationFor } from "../domain/notifications/destination.ts";
import type { CheckPorts, Observation } from "./check.ts";
import type { FamilyPorts } from "./decide-blocks.ts";
import { goneObservation } from "./observe.ts";
import { observeFamily } from "./observe-family.ts";
import { observeService, type ServicePorts } from "./observe-service.ts";
import type { Rules } from "./rules.ts";
import { subjectSummary } from "./subject-summary.ts";
import { unreadObservation } from "./unread-facts.ts";

/** Null when there is no such cluster or capacity provider, or no longer. Both throw TryLaterError. */
export interface CapacityPorts {
	readonly readCluster: (subject: ClusterSubject, readAt: string) => Promise<Reading<ClusterFacts | null>>;
	readonly readCapacityProvider: (
		subject: CapacityProviderSubject,
		readAt: string,
	) => Promise<Reading<CapacityProviderFacts | null>>;
	/** On clusters and capacity providers. */
	readonly controls: readonly Control[];
	readonly rules: Rules;
}

/** Checks task definitions, services, clusters and capacity providers, which share a queue. */
export function observeEcs(ports: {
	readonly families: FamilyPorts;
	readonly services: ServicePorts;
	readonly capacity: CapacityPorts;
}): CheckPorts["observe"] {
	const family = observeFamily(ports.families);
	const service = observeService(ports.services);
	const { readCluster, readCapacityProvider } = ports.capacity;
	return async (subject, readAt, known, trigger) => {
		switch (subject.kind) {
			case "task-definition":
				return family(subject, readAt, known, trigger);
			case "service":
				return service(subject, readAt, trigger);
			case "cluster":
				return observationOf(await readCluster(subject, readAt), subject, readAt, ports.capacity);
			case "capacity-provider":
				return observationOf(await readCapacityProvider(subject, readAt), subject, readAt, ports.capacity);
			default:
				throw new TypeError(`the route does not check subjects of the kind ${subject.kind}`);
		}
	};
}

function observationOf(
	reading: Reading<ClusterFacts | CapacityProviderFacts | null>,
	subject: ClusterSubject | CapacityProviderSubject,
	readAt: string,
	{ controls, rules }: CapacityPorts,
): Observation {
	if (!wasRead(reading)) return unreadObservation(controls, subject, { readAt, reason: reading.unread }, rules);
	const { value: facts } = reading;
	if (facts === null) return goneObservation;
	const { policy } = rules;
	const verdicts = judge(controls, facts, policy);
	return { ...goneObservation, verdicts, about: subjectSummary(facts), ...destinationFor(policy, facts) };
}
