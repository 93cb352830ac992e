import { defineControl } from "../../core/control.ts";
import { aContainer, aTaskDefinition } from "../../core/example-facts.ts";
import { strings } from "../../core/settings.ts";
import { judgeCapabilities } from "../../domain/containers/capabilities.ts";
import { judgeEachContainer, restrictToLinux } from "../../domain/containers/each-container.ts";

const having = (add: readonly string[], drop: readonly string[]) =>
	aTaskDefinition({ containers: [aContainer({ capabilities: { add, drop } })] });

/** The engine's default set is already more than most programs need. */
export default defineControl({
	id: "task-definition/capabilities",
	on: "task-definition",
	field: "linuxParameters.capabilities.add",
	title: "Containers get no Linux capabilities beyond the default ones",
	severity: "MEDIUM",
	why: "Every capability is a piece of root: SYS_ADMIN or SYS_MODULE alone are enough to get out of the container.",
	remediation: 'Add no capability, and write "capabilities": {"drop": ["ALL"]} in linuxParameters.',
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
		"https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities",
	],
	settings: {
		allowed: strings([], /^[A-Za-z_]+$/, "capabilities, such as NET_BIND_SERVICE", "Capabilities that may be added."),
	},
	examples: {
		pass: [
			{ title: "All are dropped", facts: having([], ["ALL"]) },
			{ title: "Nothing is said; dropping ALL is proposed", facts: having([], []) },
		],
		fail: [
			{ title: "One is added", facts: having(["NET_RAW"], ["ALL"]) },
			{ title: "A dangerous one is added: severity HIGH", facts: having(["CAP_SYS_ADMIN"], []) },
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
