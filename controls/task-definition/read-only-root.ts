import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer, restrictToLinux } from "../../domain/containers/each-container.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const writable = aContainer({ name: "sidecar", readonlyRootFilesystem: null });

const remediations = {
	ecs: 'Write "readonlyRootFilesystem": true in the container, and mount a tmpfs at /tmp and every other path that it writes to.',
	docker:
		"Write read_only: true (docker run --read-only), and mount a tmpfs at /tmp and every other path that it writes to.",
};

/** Init containers and sidecars are judged like any other container. */
export default defineControl({
	id: "task-definition/read-only-root",
	on: "task-definition",
	field: "readonlyRootFilesystem",
	title: "Containers should not be able to write to their root filesystem",
	severity: "HIGH",
	aws: "ECS.5",
	blocking: true,
	why: "An attacker who gets into a container with a writable root filesystem can replace its programs, leave tools behind and stay.",
	remediation: remediations.ecs,
	dockerRemediation: remediations.docker,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5",
	],
	fixTopic: "root",
	examples: {
		pass: [
			{ title: "The root is read-only, and /tmp is a tmpfs", facts: aTaskDefinition() },
			{
				title: "The root is read-only, and data goes to a volume",
				facts: aTaskDefinition({
					containers: [
						aContainer({ tmpfs: [], mounts: [{ path: "/data", volume: "data", hostPath: null, readOnly: false }] }),
					],
				}),
			},
		],
		fail: [
			{
				title: "readonlyRootFilesystem is false",
				facts: aTaskDefinition({ containers: [aContainer({ readonlyRootFilesystem: false })] }),
			},
			{ title: "It is not set for a sidecar", facts: aTaskDefinition({ containers: [aContainer(), writable] }) },
		],
	},

	evaluate(facts) {
		return judgeEachContainer(facts, ({ name, readonlyRootFilesystem: readOnly }) => {
			const setting = readOnly === null ? "not set, and the default is false" : "false";
			const judgement = isUnresolved(readOnly)
				? unknown(`whether container ${name} has a read-only root filesystem is ${formatUnknown(readOnly)}`)
				: readOnly === true
					? pass(`container ${name} has a read-only root filesystem`)
					: fail(`container ${name} can write to its root filesystem (read-only is ${setting})`);
			return restrictToLinux(facts, judgement, "Windows containers have no read-only root filesystem");
		});
	},
});
