import type { Control } from "../core/control.ts";
import type { CapacityProviderFacts, ClusterFacts, Facts, ServiceFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { arnOf, type CapacityProviderSubject, type ClusterSubject, type ServiceSubject } from "../core/subject.ts";
import { unknown } from "../core/verdict.ts";
import { destinationFor } from "../domain/notifications/destination.ts";
import type { Observation } from "./check.ts";
import { goneObservation } from "./observe.ts";
import type { Rules } from "./rules.ts";

/** Subjects that ECS describes with one call: without it, nothing is known about them but their name. */
type OneCallSubject = ServiceSubject | ClusterSubject | CapacityProviderSubject;

/** A subject that could not be read: every control that applies is unknown, for that reason. */
export function unreadObservation(
	controls: readonly Control[],
	subject: OneCallSubject,
	{ readAt, reason }: { readonly readAt: string; readonly reason: string },
	{ policy }: Rules,
): Observation {
	const unanswerable = controls.map((control) => ({ ...control, evaluate: () => unknown(reason) }));
	const facts = unreadFacts(subject, readAt, reason);
	return { ...goneObservation, verdicts: judge(unanswerable, facts, policy), ...destinationFor(policy, facts) };
}

/** For scopes, routes and waivers, which read the name and the tags; no control evaluates these facts. */
function unreadFacts(subject: OneCallSubject, readAt: string, unread: string): Facts {
	const common = { name: subject.name, arn: arnOf(subject), tags: { unread }, readAt };
	switch (subject.kind) {
		case "service":
			return {
				kind: "service",
				...common,
				cluster: subject.cluster,
				launchTypes: [],
				deploymentController: "",
				deploymentStrategy: "",
				lifecycleHooks: [],
				schedulingStrategy: "",
				desiredCount: 0,
				circuitBreaker: null,
				isExecEnabled: false,
				networks: [],
				platformVersions: [],
				definition: { unread },
				blockingFailures: { unread },
				gateExemption: { unread },
				isPauseJudged: { unread },
			} satisfies ServiceFacts;
		case "cluster":
			return {
				kind: "cluster",
				...common,
				containerInsights: null,
				execLogging: null,
				hasExecLogTarget: false,
			} satisfies ClusterFacts;
		case "capacity-provider":
			return {
				kind: "capacity-provider",
				...common,
				managedTerminationProtection: null,
				managedScaling: null,
			} satisfies CapacityProviderFacts;
	}
}
