import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { formatPath } from "../../domain/containers/each-container.ts";
import { findOptionProblems } from "../../domain/containers/tmpfs-options.ts";

export interface OptionPlan {
	/** Missing options by index of the tmpfs. */
	readonly missing: readonly { readonly index: number; readonly missing: readonly string[] }[];
	readonly notes: readonly string[];
}

/** Options that were set explicitly are left for the user to remove. */
export function findMissingOptions(
	{ tmpfs }: ContainerFacts,
	{ engine }: Pick<TaskDefinitionFacts, "engine">,
	required: readonly string[],
): OptionPlan {
	if (isUnresolved(tmpfs)) return { missing: [], notes: [`its tmpfs mounts are ${formatUnknown(tmpfs)}`] };
	const parts = tmpfs.map(({ path, options }, index): OptionPlan => {
		const at = formatForDisplay(formatPath(path));
		if (isUnresolved(options))
			return { missing: [], notes: [`the options of tmpfs ${at} are ${formatUnknown(options)}`] };
		const { missing, revoking } = findOptionProblems(options, required, engine);
		if (revoking.length > 0) {
			const note = `tmpfs ${at} explicitly allows ${revoking.join(", ")}; remove that if it is not needed`;
			return { missing: [], notes: [note] };
		}
		return { missing: missing.length > 0 ? [{ index, missing }] : [], notes: [] };
	});
	return { missing: parts.flatMap(({ missing }) => missing), notes: parts.flatMap(({ notes }) => notes) };
}

/** The mount options of a new tmpfs. Where the control does not apply, none that could stop a program from running. */
export function newTmpfsOptions(
	engine: TaskDefinitionFacts["engine"],
	required: readonly string[],
	control: "enabled" | "waived" | "disabled",
): readonly string[] {
	if (control === "enabled") return findOptionProblems([], required, engine).missing;
	// The Docker engine sets noexec by default.
	return engine === "docker" && control === "waived" ? ["exec"] : [];
}
