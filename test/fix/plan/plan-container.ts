import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { type ContainerPlan, type Mend, type PlanSettings, planOf } from "../../../fix/plan/plan.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";

export const bare: Partial<ContainerFacts> = { readonlyRootFilesystem: null, user: null, tmpfs: [] };
export const settings: PlanSettings = { controls: defaultPolicy.controls, hasFreeOptions: () => false };
export const planned = (container: Partial<ContainerFacts>, task: Partial<TaskDefinitionFacts> = {}) =>
	planOf(aTaskDefinition({ containers: [aContainer(container)], ...task }), settings);
export const told = ({ mends, notes }: ContainerPlan): readonly string[] => [
	...mends.map(mendText),
	...notes.map(({ text }) => text),
];

function mendText(mend: Mend): string {
	switch (mend.kind) {
		case "read-only-root":
			return "read-only root";
		case "add-tmpfs":
			return `tmpfs ${mend.path} ${mend.sizeMiB} ${mend.options.join(",")}`.trimEnd();
		case "tmpfs-size":
			return `tmpfs ${mend.index}: size ${mend.sizeMiB}`;
		case "tmpfs-options":
			return `tmpfs ${mend.index}: add ${mend.missing.join(",")}`;
		case "read-only-mount":
			return `mount ${mend.index}: read-only`;
	}
}
