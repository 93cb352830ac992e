import tmpfsOptions from "../controls/task-definition/tmpfs-options.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { isUnresolved } from "../core/reading.ts";
import { policyFor } from "../core/scopes.ts";
import type { FileSubject } from "../readers/reader.ts";
import { withCertainImages } from "./certain-images.ts";
import { type Candidate, type CheckedFile, containerKey, type FixContext } from "./checked-file.ts";
import { planOf, topicOf } from "./plan/plan.ts";
import { controlsByTopic, type PlanNote, topics } from "./plan/topics.ts";
import { unfixedReason } from "./plan/unfixed-reason.ts";

/** What is proposed for one container, and the notes on it; the candidate may have no fixes. */
export interface Proposal {
	readonly key: string;
	readonly candidate: Candidate;
	readonly notes: readonly PlanNote[];
	/** Whether there are more fixes, with which the application may not run. */
	readonly isWithheld: boolean;
}

/** For every container that fails a control which can be fixed: at least one fix or one note per topic. */
export function proposeFixes({ file, subjects }: CheckedFile, context: FixContext): readonly Proposal[] {
	return subjects.flatMap(({ reading, verdicts }, subject) => {
		const { facts } = reading;
		if (facts.kind !== "task-definition" || reading.path === undefined) return [];
		const failures = verdicts.filter(({ status }) => status === "fail");
		const failing = new Set(failures.map(({ control, container }) => `${control} ${container}`));
		const names = new Set(failures.flatMap(({ container }) => container ?? []));
		const settings = {
			controls: policyFor(context.policy, facts).controls,
			mayTry: context.mayTry,
			areOptionsWaived: (container: string) => areOptionsWaived(container, reading, facts, context),
		};
		const plans = new Map(
			planOf(withCertainImages(reading, facts, file), settings, reading.startWords?.(), reading.aroundStart?.()).map(
				(plan) => [plan.container, plan],
			),
		);
		return [...names].flatMap((container): readonly Proposal[] => {
			const failingTopics = topics.filter((topic) =>
				controlsByTopic[topic].some((control) => failing.has(`${control} ${container}`)),
			);
			if (failingTopics.length === 0) return [];
			const plan = plans.get(container) ?? { fixes: [], notes: [], withheld: [] };
			const fixes = plan.fixes.filter(({ kind }) => failingTopics.includes(topicOf[kind]));
			const notes = failingTopics.flatMap((topic): readonly PlanNote[] => {
				const planned = plan.notes.filter((note) => note.topic === topic);
				const hasFix = fixes.some(({ kind }) => topicOf[kind] === topic);
				return planned.length > 0 || hasFix ? planned : [{ topic, text: unfixedReason(topic, container, facts) }];
			});
			const candidate = { subject, reading, container, fixes, failing };
			const isWithheld = plan.withheld.some((topic) => failingTopics.includes(topic));
			return [{ key: containerKey(reading, container), candidate, notes, isWithheld }];
		});
	});
}

/** Whether a waiver covers the options of a tmpfs yet to be added: checks the container with a tmpfs that sets `exec`. */
function areOptionsWaived(
	container: string,
	reading: FileSubject,
	facts: TaskDefinitionFacts,
	{ judge, policy }: FixContext,
): boolean {
	if (isUnresolved(facts.containers) || !policy.waivers.some(({ control }) => control === tmpfsOptions.id))
		return false;
	const containers = facts.containers.map((one) =>
		one.name === container ? { ...one, tmpfs: [{ path: "/tmp", sizeMiB: 1, options: ["exec"] }] } : one,
	);
	return judge({ ...reading, facts: { ...facts, containers }, alternatives: [] }).some(
		(verdict) => verdict.control === tmpfsOptions.id && verdict.container === container && verdict.status === "waived",
	);
}
