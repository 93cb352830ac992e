import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const remediations = {
	ecs: 'Remove "privileged": true; add only the device (linuxParameters.devices) or capability that the program needs.',
	docker:
		"Remove privileged: true (docker run --privileged); add only the device (devices:) or capability (cap_add:) that it needs.",
};

const withPrivileged = (privileged: boolean | null) => aTaskDefinition({ containers: [aContainer({ privileged })] });

/** The default is false. */
export default defineControl({
	id: "task-definition/not-privileged",
	on: "task-definition",
	field: "privileged",
	title: "Containers should not be privileged",
	severity: "HIGH",
	aws: "ECS.4",
	blocking: true,
	why: "A privileged container has every capability and every device of its host: root in the container is root on the host.",
	remediation: remediations.ecs,
	dockerRemediation: remediations.docker,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4",
	],
	examples: {
		pass: [
			{ title: "privileged is not set", facts: withPrivileged(null) },
			{ title: "privileged is false", facts: withPrivileged(false) },
		],
		fail: [
			{ title: "privileged is true", facts: withPrivileged(true) },
			{
				title: "A sidecar is privileged",
				facts: aTaskDefinition({ containers: [aContainer(), aContainer({ name: "agent", privileged: true })] }),
			},
		],
	},

	evaluate(facts) {
		return judgeEachContainer(facts, ({ name, privileged }) => {
			if (isUnresolved(privileged))
				return unknown(`whether container ${name} is privileged is ${formatUnknown(privileged)}`);
			if (privileged === true) return fail(`container ${name} is privileged`);
			return pass(`container ${name} is not privileged`);
		});
	},
});
