import tmpfsOptions from "../../controls/task-definition/tmpfs-options.ts";
import tmpfsSize from "../../controls/task-definition/tmpfs-size.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { type PolicyControls, settingsOf } from "../../core/policy.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { normalizePath } from "../../domain/containers/mount-paths.ts";
import { startEffects } from "../start-command/start-command.ts";
import { configurationMounts } from "./configuration-mounts.ts";
import { type ContainerNeeds, containerNeedsOf } from "./container-needs.ts";
import { findMissingOptions, newTmpfsOptions } from "./tmpfs-option-fixes.ts";
import { fitSizes, type SizeRange, sizeRangeOf, tmpfsBudgets, totalMinimum } from "./tmpfs-sizes.ts";
import { type PlanNote, type Topic, topics } from "./topics.ts";

/** A change to a container, in the terms of the ECS API; an index counts from 0. */
export type Fix =
	| { readonly kind: "read-only-root" }
	| { readonly kind: "add-tmpfs"; readonly path: string; readonly sizeMiB: number; readonly options: readonly string[] }
	| { readonly kind: "tmpfs-size"; readonly index: number; readonly sizeMiB: number }
	| { readonly kind: "tmpfs-options"; readonly index: number; readonly missing: readonly string[] }
	| { readonly kind: "read-only-mount"; readonly index: number };

export const topicOf: Readonly<Record<Fix["kind"], Topic>> = {
	"read-only-root": "root",
	"add-tmpfs": "root",
	"tmpfs-size": "sizes",
	"tmpfs-options": "options",
	"read-only-mount": "mounts",
};

export interface ContainerPlan {
	readonly container: string;
	readonly fixes: readonly Fix[];
	readonly notes: readonly PlanNote[];
}

export interface PlanSettings {
	readonly controls: PolicyControls;
	/** Whether a waiver covers the options of a container's tmpfs mounts. */
	readonly areOptionsWaived: (container: string) => boolean;
}

/**
 * The fixes that make the containers of a Linux task definition pass without breaking them or guessing. `startWords`: the
 * words of each container's entry point and command, in the order of the containers; none where the image sets them.
 */
export function planOf(
	facts: TaskDefinitionFacts,
	settings: PlanSettings,
	startWords: readonly Value<readonly string[]>[] = [],
): readonly ContainerPlan[] {
	const { containers, operatingSystem } = facts;
	if (isUnresolved(containers)) return [];
	if (operatingSystem !== "linux") {
		const text = isUnresolved(operatingSystem)
			? `its operating system is ${formatUnknown(operatingSystem)}`
			: "it runs on Windows; only Linux containers can be fixed";
		return containers.map(({ name }) => ({ container: name, fixes: [], notes: notesFor(topics, [text]) }));
	}
	const needsAt = (index: number, container: ContainerFacts): ContainerNeeds => {
		const words = startWords[index] ?? [];
		return containerNeedsOf(container, facts, isUnresolved(words) ? words : startEffects(words));
	};
	const needs = containers.map((container, index) => needsAt(index, container));
	const needsTmpfs = needs.map(({ newTmpfs, unsized }) => newTmpfs.length + unsized.length > 0);
	const budgets = tmpfsBudgets(facts, containers, needsTmpfs, settingsOf(settings.controls, tmpfsSize).warn);
	return containers.map((container, index) => {
		const parts = [
			planRootAndSizes(needs[index] ?? needsAt(index, container), container, budgets[index] ?? 0, facts, settings),
			planOptions(container, facts, settings),
			planMounts(container, facts),
		];
		const fixes = parts.flatMap((part) => part.fixes);
		return { container: container.name, fixes: sortFixes(fixes), notes: parts.flatMap((part) => part.notes) };
	});
}

type Part = Omit<ContainerPlan, "container">;

const notesFor = (about: readonly Topic[], texts: readonly string[]): readonly PlanNote[] =>
	about.flatMap((topic) => texts.map((text) => ({ topic, text })));

/** Changes to existing tmpfs mounts come before new ones, so that their positions stay valid. */
const sortFixes = (fixes: readonly Fix[]): readonly Fix[] => [
	...fixes.filter(({ kind }) => kind !== "add-tmpfs"),
	...fixes.filter(({ kind }) => kind === "add-tmpfs"),
];

/** The fixes that use memory: a read-only root with its new tmpfs mounts, and sizes for the mounts that have none. */
function planRootAndSizes(
	needs: ContainerNeeds,
	container: ContainerFacts,
	budget: number,
	facts: TaskDefinitionFacts,
	settings: PlanSettings,
): Part {
	const { readOnlyRoot, newTmpfs, unsized } = needs;
	const tmpfs = isUnresolved(container.tmpfs) ? [] : container.tmpfs;
	const ranges = [...unsized.map((index) => sizeRangeAt(tmpfs[index]?.path)), ...newTmpfs.map(sizeRangeOf)];
	const sizes = fitSizes(ranges, budget);
	const isAboutRoot = readOnlyRoot || newTmpfs.length > 0;
	const about: readonly Topic[] = [
		...(isAboutRoot ? ["root" as const] : []),
		...(unsized.length > 0 ? ["sizes" as const] : []),
	];
	const needsNotes = notesFor(["root"], needs.notes);
	if (sizes === null) {
		// Notes about what to test after the fix do not apply when there is no fix.
		const others = isAboutRoot ? [] : needsNotes;
		const text = `${memoryLeft(budget)}, which need at least ${totalMinimum(ranges)} MiB; raise the memory first`;
		return { fixes: [], notes: [...others, ...notesFor(about, [text])] };
	}
	const options = newTmpfsOptions(facts.engine, requiredOptions(settings), optionsControlState(container, settings));
	const blocksNativeCode =
		needs.unpacksNativeCode && (facts.engine === "ecs" ? options.includes("noexec") : !options.includes("exec"));
	const isReduced = sizes.some((size, index) => size < (ranges[index]?.usual ?? 0));
	const sizeNotes = [
		...(isReduced ? [`${memoryLeft(budget)}, so they are smaller than usual; check that they are large enough`] : []),
		...(ranges.length === 0 ? [] : unknownLimitNotes(container, facts)),
	];
	const notes = [
		...needsNotes,
		...[...notesFor(["root"], blocksNativeCode ? [nativeCode] : []), ...notesFor(about, sizeNotes)].map(
			(note) => ({ ...note, appliesOnlyIfFixed: true }) as const,
		),
	];
	return {
		fixes: [
			...(readOnlyRoot ? [{ kind: "read-only-root" } as const] : []),
			...unsized.map((index, at) => ({ kind: "tmpfs-size", index, sizeMiB: sizes[at] ?? 1 }) as const),
			...newTmpfs.map((path, at) => {
				return { kind: "add-tmpfs", path, sizeMiB: sizes[unsized.length + at] ?? 1, options } as const;
			}),
		],
		notes,
	};
}

const nativeCode =
	"Java libraries that unpack native code into /tmp (JNA, Netty, Snappy) need exec there; unpack it in the image, " +
	`or waive ${tmpfsOptions.id}`;

const sizeRangeAt = (path: unknown): SizeRange => sizeRangeOf(typeof path === "string" ? normalizePath(path) : "");

const memoryLeft = (budget: number): string => `its memory leaves ${Math.floor(budget)} MiB for tmpfs mounts`;

function unknownLimitNotes(
	{ memoryMiB: own }: ContainerFacts,
	{ memoryMiB: task }: TaskDefinitionFacts,
): readonly string[] {
	const limit = own === null ? task : own;
	return isUnresolved(limit)
		? [`its memory limit is ${formatUnknown(limit)}; check that the tmpfs mounts fit into it`]
		: [];
}

function planOptions(container: ContainerFacts, facts: TaskDefinitionFacts, settings: PlanSettings): Part {
	const { missing, notes } = findMissingOptions(container, facts, requiredOptions(settings));
	return { fixes: missing.map((one) => ({ kind: "tmpfs-options", ...one })), notes: notesFor(["options"], notes) };
}

function planMounts(container: ContainerFacts, facts: TaskDefinitionFacts): Part {
	const { readOnly, notes } = configurationMounts(container, facts);
	return { fixes: readOnly.map((index) => ({ kind: "read-only-mount", index })), notes };
}

const requiredOptions = ({ controls }: PlanSettings): readonly string[] => settingsOf(controls, tmpfsOptions).required;

function optionsControlState(
	{ name }: ContainerFacts,
	{ controls, areOptionsWaived }: PlanSettings,
): "enabled" | "waived" | "disabled" {
	if (!settingsOf(controls, tmpfsOptions).enabled) return "disabled";
	return areOptionsWaived(name) ? "waived" : "enabled";
}
