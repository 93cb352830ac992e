import tmpfsOptions from "../controls/task-definition/tmpfs-options.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { isUnresolved } from "../core/reading.ts";
import { policyFor } from "../core/scopes.ts";
import type { FileSubject } from "../readers/reader.ts";
import { type Bench, containerKey, type Surveyed, type Work } from "./checked-file.ts";
import { planOf, topicOf } from "./plan/plan.ts";
import { causes, type PlanNote, topics } from "./plan/topics.ts";
import { leftOver } from "./plan/unfixed-reason.ts";

/** What is to be done to one container and to be said of it; the work may have no mend. */
export interface Task {
	readonly key: string;
	readonly work: Work;
	readonly notes: readonly PlanNote[];
}

/** For every container of a file in which something fails that this command knows how to mend, at least a mend or a note. */
export function tasksIn({ subjects }: Surveyed, bench: Bench): readonly Task[] {
	return subjects.flatMap(({ reading, verdicts }, subject) => {
		const { facts } = reading;
		if (facts.kind !== "task-definition" || reading.path === undefined) return [];
		const failures = verdicts.filter(({ status }) => status === "fail");
		const failing = new Set(failures.map(({ control, container }) => `${control} ${container}`));
		const names = new Set(failures.flatMap(({ container }) => container ?? []));
		const settings = {
			controls: policyFor(bench.policy, facts).controls,
			hasFreeOptions: (container: string) => hasFreeOptions(container, reading, facts, bench),
		};
		const plans = new Map(planOf(facts, settings, reading.startWords?.()).map((plan) => [plan.container, plan]));
		return [...names].flatMap((container): readonly Task[] => {
			const concerned = topics.filter((topic) =>
				causes[topic].some((control) => failing.has(`${control} ${container}`)),
			);
			if (concerned.length === 0) return [];
			const plan = plans.get(container) ?? { mends: [], notes: [] };
			const mends = plan.mends.filter(({ kind }) => concerned.includes(topicOf[kind]));
			const notes = concerned.flatMap((topic): readonly PlanNote[] => {
				const own = plan.notes.filter((note) => note.topic === topic);
				const isMended = mends.some(({ kind }) => topicOf[kind] === topic);
				return own.length > 0 || isMended ? own : [{ topic, text: leftOver(topic, container, facts) }];
			});
			return [{ key: containerKey(reading, container), work: { subject, reading, container, mends, failing }, notes }];
		});
	});
}

/** Whether a waiver covers the options of a tmpfs that is not there yet: what is said of one that lacks them. */
function hasFreeOptions(
	container: string,
	reading: FileSubject,
	facts: TaskDefinitionFacts,
	{ judge, policy }: Bench,
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
