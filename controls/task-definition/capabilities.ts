import { defineControl } from "../../core/control.ts";
import { strings } from "../../core/settings.ts";
import { judgeCapabilities } from "../../domain/containers/capabilities.ts";
import { judgeEachContainer, restrictToLinux } from "../../domain/containers/each-container.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const withCapabilities = (add: readonly string[], drop: readonly string[]) =>
	aTaskDefinition({ containers: [aContainer({ capabilities: { add, drop } })] });

/** Even the engine's default capabilities are more than most programs need. */
export default defineControl({
	id: "task-definition/capabilities",
	on: "task-definition",
	field: "linuxParameters.capabilities.add",
	title: "Containers should get no Linux capabilities beyond the default ones",
	severity: "MEDIUM",
	why: "Every capability is a part of root's privileges: SYS_ADMIN or SYS_MODULE alone is enough to escape from the container.",
	remediation: 'Add no capabilities, and write "capabilities": {"drop": ["ALL"]} in linuxParameters.',
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
		"https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities",
	],
	settings: {
		allowed: strings(
			[],
			/^[A-Za-z_]+$/,
			"capabilities, such as NET_BIND_SERVICE",
			"The capabilities that may be added.",
		),
	},
	examples: {
		pass: [
			{ title: "All capabilities are dropped", facts: withCapabilities([], ["ALL"]) },
			{
				title: "No capabilities are added or dropped; the remediation is to drop ALL",
				facts: withCapabilities([], []),
			},
		],
		fail: [
			{ title: "One capability is added", facts: withCapabilities(["NET_RAW"], ["ALL"]) },
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
