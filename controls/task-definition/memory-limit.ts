import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { isLimit, unknownOwnLimit, unknownTaskLimit } from "../../domain/containers/memory-limits.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const remediations = {
	ecs: 'Write "memory": 512 (MiB) in the container, or "memory": "1024" for the whole task.',
	docker: "Write mem_limit: 512m or deploy.resources.limits.memory: 512M (docker run --memory 512m).",
};

const softLimit = aContainer({ memoryReservationMiB: 256 });

/** Either the container's own limit or the task's limit is enough. */
export default defineControl({
	id: "task-definition/memory-limit",
	on: "task-definition",
	field: "memory",
	title: "Containers should have a hard memory limit",
	severity: "MEDIUM",
	why: "Without a hard limit, one container or one full tmpfs can use up the host's memory and bring down everything on it.",
	remediation: remediations.ecs,
	dockerRemediation: remediations.docker,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
		"https://docs.docker.com/engine/containers/resource_constraints/",
	],
	examples: {
		pass: [
			{ title: "The task has a limit", facts: aTaskDefinition({ memoryMiB: 1024 }) },
			{
				title: "The container has a limit",
				facts: aTaskDefinition({ memoryMiB: null, containers: [aContainer({ memoryMiB: 512 })] }),
			},
		],
		fail: [
			{ title: "Neither has a limit", facts: aTaskDefinition({ memoryMiB: null }) },
			{ title: "Only a soft limit", facts: aTaskDefinition({ memoryMiB: null, containers: [softLimit] }) },
		],
	},

	evaluate(facts) {
		const { memoryMiB: task } = facts;
		return judgeEachContainer(facts, (container) => {
			const { name, memoryMiB: own, memoryReservationMiB: reserved } = container;
			if (isLimit(own)) return pass(`container ${name} has a hard memory limit of ${own} MiB`);
			if (isLimit(task)) return pass(`container ${name} shares the task's hard memory limit of ${task} MiB`);
			const [unresolved] = [own, task].filter(isUnresolved);
			const ownLimit = unknownOwnLimit(facts, container);
			const limit = ownLimit ?? unknownTaskLimit(facts);
			if (limit !== null) {
				const whose = ownLimit === null ? "shares the task's hard memory limit" : "has a hard memory limit";
				return pass(`container ${name} ${whose}, which is ${formatUnknown(limit.value)}`);
			}
			if (unresolved !== undefined)
				return unknown(`the memory limit of container ${name} is ${formatUnknown(unresolved)}`);
			const only = reserved === null ? "" : ": a soft limit (memoryReservation) does not cap memory use";
			return fail(`container ${name} has no hard memory limit${only}`);
		});
	},
});
