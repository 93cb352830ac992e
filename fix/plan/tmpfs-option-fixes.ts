import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatList } from "../../core/text.ts";
import { nameMount } from "../../domain/containers/mount-names.ts";
import { findOptionProblems } from "../../domain/containers/tmpfs-options.ts";
import { covers } from "./barriers.ts";
import { startDoubts } from "./command-doubts.ts";
import type { KnownProgram } from "./known-program.ts";
import type { PlanNote } from "./topics.ts";

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
		const at = nameMount("tmpfs", path, options);
		if (isUnresolved(options)) return { missing: [], notes: [`the options of ${at} are ${formatUnknown(options)}`] };
		const { missing, revoking } = findOptionProblems(options, required, engine);
		if (revoking.length > 0) {
			const note = `${at} explicitly allows ${revoking.join(", ")}; remove that if it is not needed`;
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

/**
 * Notes on the missing options that may stop a program: noexec where it may run what it has written, and ro. None for the
 * temporary files of a known program. `mayTry`: the options are added nevertheless.
 */
export function optionDoubts(
	container: ContainerFacts,
	program: KnownProgram,
	missing: OptionPlan["missing"],
	mayTry: boolean,
): readonly PlanNote[] {
	const { needs } = program;
	const isKnown = needs?.runsReadOnly === true && needs.isJava !== true && startDoubts(container, program).length === 0;
	return missing.flatMap((one): readonly PlanNote[] => {
		const path = isUnresolved(container.tmpfs) ? undefined : container.tmpfs[one.index]?.path;
		const risky = one.missing.filter((option) => option === "noexec" || option === "ro");
		const isScratch = typeof path === "string" && needs?.scratch.some((folder) => covers(folder, path)) === true;
		if (risky.length === 0 || path === undefined || (isKnown && isScratch && !risky.includes("ro"))) return [];
		const at = nameMount("tmpfs", path);
		const names = formatList(risky);
		return [
			mayTry
				? {
						topic: "options",
						text: `its program may need ${at} without ${names}; test it before you deploy`,
						appliesOnlyIfFixed: true,
					}
				: {
						topic: "options",
						text: `${at} is left without ${names}, because fix cannot tell whether its program needs that; to try it, use fix --try`,
					},
		];
	});
}
