import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { formatPath } from "../../domain/containers/each-container.ts";
import { findOptionGaps } from "../../domain/containers/tmpfs-options.ts";

export interface OptionPlan {
	/** By position of the tmpfs. */
	readonly missing: readonly { readonly index: number; readonly missing: readonly string[] }[];
	readonly notes: readonly string[];
}

/** Options that somebody wrote on purpose are for that somebody to take back. */
export function optionsLacking(
	{ tmpfs }: ContainerFacts,
	{ engine }: Pick<TaskDefinitionFacts, "engine">,
	required: readonly string[],
): OptionPlan {
	if (isUnresolved(tmpfs)) return { missing: [], notes: [`its tmpfs mounts are ${formatUnknown(tmpfs)}`] };
	const parts = tmpfs.map(({ path, options }, index): OptionPlan => {
		const at = formatForDisplay(formatPath(path));
		if (isUnresolved(options))
			return { missing: [], notes: [`the options of tmpfs ${at} are ${formatUnknown(options)}`] };
		const { missing, revoking: reopened } = findOptionGaps(options, required, engine);
		if (reopened.length > 0) {
			const note = `tmpfs ${at} allows ${reopened.join(", ")} on purpose: that is yours to change`;
			return { missing: [], notes: [note] };
		}
		return { missing: missing.length > 0 ? [{ index, missing }] : [], notes: [] };
	});
	return { missing: parts.flatMap(({ missing }) => missing), notes: parts.flatMap(({ notes }) => notes) };
}

/** What a new tmpfs is mounted with: where the control does not count, nothing that could keep a program from running. */
export function optionsOfNew(
	engine: TaskDefinitionFacts["engine"],
	required: readonly string[],
	asked: "asked" | "waived" | "off",
): readonly string[] {
	if (asked === "asked") return findOptionGaps([], required, engine).missing;
	// The Docker engine mounts with noexec by itself.
	return engine === "docker" && asked === "waived" ? ["exec"] : [];
}
