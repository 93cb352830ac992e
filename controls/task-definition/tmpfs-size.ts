import { defineControl } from "../../core/control.ts";
import { share } from "../../core/settings.ts";
import { judgeEachContainerWithTmpfs } from "../../domain/containers/each-container.ts";
import { judgeTmpfsOfContainer, judgeTmpfsOfTask } from "../../domain/containers/tmpfs-memory.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../domain/example-facts.ts";

const ofSize = (sizeMiB: number | null, memoryMiB: number | null = null) =>
	aContainer({ name: `with-${sizeMiB ?? "no-size"}`, memoryMiB, tmpfs: [aTmpfs({ sizeMiB })] });

/** A tmpfs counts against its container's memory: memory that it uses is not available to the process. */
export default defineControl({
	id: "task-definition/tmpfs-size",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "tmpfs mounts should leave enough memory to the process",
	severity: "MEDIUM",
	why: "Every byte in a tmpfs counts against the memory limit: a full tmpfs can get the process killed, and a tmpfs without a size can use all the memory.",
	remediation:
		"Write a size on every tmpfs and keep a container's total within the policy's share of its hard memory limit, or raise the limit.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
		"https://docs.docker.com/engine/storage/tmpfs/",
	],
	fixTopic: "sizes",
	chart: { kind: "tmpfs-share", thresholds: ({ warn, maximum }) => ({ warn, maximum }) },
	settings: {
		warn: share(0.2, "The share of the memory limit above which tmpfs mounts fail with severity LOW."),
		maximum: share(0.3, "The share of the memory limit above which tmpfs mounts fail with severity MEDIUM."),
	},
	examples: {
		pass: [
			{ title: "64 MiB of the task's 1024 MiB", facts: aTaskDefinition() },
			{
				title: "Two containers that use exactly 20% of the task's memory together",
				facts: aTaskDefinition({ memoryMiB: 1000, containers: [ofSize(150), ofSize(50)] }),
			},
		],
		fail: [
			{
				title: "Between warn and maximum: severity LOW",
				facts: aTaskDefinition({ containers: [ofSize(256)] }),
			},
			{ title: "Half of the container's own limit", facts: aTaskDefinition({ containers: [ofSize(128, 256)] }) },
			{ title: "No size", facts: aTaskDefinition({ containers: [ofSize(null)] }) },
		],
	},

	contradictionIn({ warn, maximum }) {
		if (warn <= maximum) return null;
		return `warn (${warn}) is above maximum (${maximum}); write a warn of at most ${maximum}`;
	},

	evaluate(facts, shares) {
		const judgements = judgeEachContainerWithTmpfs(facts, (container, tmpfs) =>
			judgeTmpfsOfContainer(facts, container, tmpfs, shares),
		);
		const whole = judgeTmpfsOfTask(facts, shares);
		return whole === null ? judgements : [...judgements, whole];
	},
});
