import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { type ContainerPlan, type Fix, planOf } from "../../../fix/plan/plan.ts";
import type { PlanSettings } from "../../../fix/plan/prepare.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";

export const bare: Partial<ContainerFacts> = { readonlyRootFilesystem: null, user: null, tmpfs: [] };
export const settings: PlanSettings = {
	controls: defaultPolicy.controls,
	mayTry: false,
	areOptionsWaived: () => false,
};
export const planContainer = (
	container: Partial<ContainerFacts>,
	task: Partial<TaskDefinitionFacts> = {},
	mayTry = false,
) => planOf(aTaskDefinition({ containers: [aContainer(container)], ...task }), { ...settings, mayTry });
export const describePlan = ({ fixes, notes }: ContainerPlan): readonly string[] => [
	...fixes.map(describeFix),
	...notes.map(({ text }) => text),
];

function describeFix(fix: Fix): string {
	switch (fix.kind) {
		case "read-only-root":
			return "read-only root";
		case "add-tmpfs":
			return `tmpfs ${fix.path} ${fix.sizeMiB} ${fix.options.join(",")}`.trimEnd();
		case "tmpfs-size":
			return `tmpfs ${fix.index}: size ${fix.sizeMiB}`;
		case "tmpfs-options":
			return `tmpfs ${fix.index}: add ${fix.missing.join(",")}`;
		case "read-only-mount":
			return `mount ${fix.index}: read-only`;
	}
}
