import { defineControl } from "../../core/control.ts";
import { strings } from "../../core/settings.ts";
import { judgeCapabilities } from "../../domain/containers/capabilities.ts";
import { judgeEachContainer, restrictToLinux } from "../../domain/containers/each-container.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const withCapabilities = (add: readonly string[], drop: readonly string[]) =>
	aTaskDefinition({ containers: [aContainer({ capabilities: { add, drop } })] });

/** Capabilities of the default set may be added: after `drop: ["ALL"]` they are fewer than a container has that says nothing. */
export default defineControl({
	id: "task-definition/capabilities",
	on: "task-definition",
	field: "linuxParameters.capabilities.add",
	title: "Containers should get no Linux capabilities beyond the default ones",
	severity: "MEDIUM",
	why: "Every capability is a part of root's privileges: SYS_ADMIN or SYS_MODULE alone is enough to escape from the container.",
	remediation:
		'Write "capabilities": {"drop": ["ALL"]} in linuxParameters, and add only those of the default set that the program needs.',
	dockerRemediation:
		"Write cap_drop: [ALL] (docker run --cap-drop ALL), and add only those of the default set that the program needs.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
		"https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities",
	],
	settings: {
		allowed: strings(
			[],
			/^[A-Za-z_]+$/,
			"capabilities, such as SYS_PTRACE",
			"The capabilities beyond the default ones that may be added.",
		),
	},
	examples: {
		pass: [
			{ title: "All capabilities are dropped", facts: withCapabilities([], ["ALL"]) },
			{
				title: "All capabilities are dropped, and one of the default set is added back",
				facts: withCapabilities(["NET_BIND_SERVICE"], ["ALL"]),
			},
			{
				title: "No capabilities are added or dropped; the remediation is to drop ALL",
				facts: withCapabilities([], []),
			},
		],
		fail: [
			{ title: "A capability beyond the default set is added", facts: withCapabilities(["SYS_TIME"], ["ALL"]) },
			{ title: "A dangerous capability is added: severity HIGH", facts: withCapabilities(["CAP_SYS_ADMIN"], []) },
		],
	},

	evaluate(facts, { allowed }) {
		return judgeEachContainer(facts, (container) =>
			restrictToLinux(
				facts,
				judgeCapabilities(container, allowed, facts.engine),
				"Windows containers have no capabilities",
			),
		);
	},
});
