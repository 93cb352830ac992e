import tmpfsSize from "../../controls/task-definition/tmpfs-size.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { settingsOf } from "../../core/policy.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { type AroundStart, nothingAround } from "../../domain/containers/around-start.ts";
import { normalizePath } from "../../domain/containers/mount-paths.ts";
import { writersOf } from "../../domain/containers/volume-writers.ts";
import { configurationMounts } from "./configuration-mounts.ts";
import type { KnownProgram } from "./known-program.ts";
import { type PlanSettings, type Prepared, prepare, requiredOptions } from "./prepare.ts";
import { findMissingOptions, optionDoubts } from "./tmpfs-option-fixes.ts";
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
	/** Topics whose fixes are left out because the application may not run with them. */
	readonly withheld: readonly Topic[];
}

/**
 * The fixes that make the containers of a Linux task definition pass without breaking them or guessing. `startWords`: the
 * words of each container's entry point and command, in the order of the containers; none where the image sets them.
 * `around`: what else the file says of each.
 */
export function planOf(
	facts: TaskDefinitionFacts,
	settings: PlanSettings,
	startWords: readonly Value<readonly string[]>[] = [],
	around: readonly AroundStart[] = [],
): readonly ContainerPlan[] {
	const { containers, operatingSystem } = facts;
	if (isUnresolved(containers)) return [];
	if (operatingSystem !== "linux") {
		const text = isUnresolved(operatingSystem)
			? `its operating system is ${formatUnknown(operatingSystem)}`
			: "it runs on Windows; only Linux containers can be fixed";
		return containers.map(({ name }) => ({
			container: name,
			fixes: [],
			notes: notesFor(topics, [text]),
			withheld: [],
		}));
	}
	const prepared = containers.map((container, index) => {
		const start = { words: startWords[index] ?? [], around: around[index] ?? nothingAround };
		return prepare(container, start, facts, settings);
	});
	const needsTmpfs = prepared.map(({ needs: { newTmpfs, unsized } }) => newTmpfs.length + unsized.length > 0);
	const budgets = tmpfsBudgets(facts, containers, needsTmpfs, settingsOf(settings.controls, tmpfsSize).warn);
	const task = { volumes: facts.volumes, writers: writersOf(facts) };
	return prepared.map((one, index) => {
		const { container, program } = one;
		const parts = [
			planRootAndSizes(one, budgets[index] ?? 0, facts, settings),
			planOptions(container, program, facts, settings),
			planMounts(container, program, task, settings),
		];
		return {
			container: container.name,
			fixes: sortFixes(parts.flatMap(({ fixes }) => fixes)),
			notes: parts.flatMap(({ notes }) => notes),
			withheld: parts.flatMap(({ withheld }) => withheld),
		};
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
	{ container, needs, options, notes: certainty, withheld }: Prepared,
	budget: number,
	facts: TaskDefinitionFacts,
	{ mayTry }: PlanSettings,
): Part {
	const { readOnlyRoot, newTmpfs, unsized } = needs;
	const tmpfs = isUnresolved(container.tmpfs) ? [] : container.tmpfs;
	const ranges = [...unsized.map((index) => sizeRangeAt(tmpfs[index]?.path)), ...newTmpfs.map(sizeRangeOf)];
	const sizes = fitSizes(ranges, budget);
	const about: readonly Topic[] = [
		...(readOnlyRoot || newTmpfs.length > 0 ? ["root" as const] : []),
		...(unsized.length > 0 ? ["sizes" as const] : []),
	];
	const others = [...notesFor(["root"], needs.notes), ...(mayTry ? [] : certainty)];
	if (sizes === null) {
		const text = `${memoryLeft(budget)}, which need at least ${totalMinimum(ranges)} MiB; raise the memory first`;
		return { fixes: [], notes: [...others, ...notesFor(about, [text])], withheld };
	}
	const isReduced = sizes.some((size, index) => size < (ranges[index]?.usual ?? 0));
	if (isReduced && !mayTry) {
		const text = `${memoryLeft(budget)}, which is less than usual; raise the memory, or try smaller mounts with fix --try`;
		return { fixes: [], notes: [...others, ...notesFor(about, [text])], withheld: [...withheld, ...about] };
	}
	const sizeNotes = [
		...(isReduced ? [`${memoryLeft(budget)}, so they are smaller than usual; check that they are large enough`] : []),
		...(ranges.length === 0 ? [] : unknownLimitNotes(container, facts)),
	];
	const notes = [
		...others,
		...(mayTry ? certainty : []),
		...notesFor(about, sizeNotes).map((note) => ({ ...note, appliesOnlyIfFixed: true }) as const),
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
		withheld,
	};
}

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

function planOptions(
	container: ContainerFacts,
	program: KnownProgram,
	facts: TaskDefinitionFacts,
	settings: PlanSettings,
): Part {
	const { missing, notes } = findMissingOptions(container, facts, requiredOptions(settings));
	const doubts = optionDoubts(container, program, missing, settings.mayTry);
	const isWithheld = doubts.length > 0 && !settings.mayTry;
	return {
		fixes: isWithheld ? [] : missing.map((one) => ({ kind: "tmpfs-options", ...one })),
		notes: [...notesFor(["options"], notes), ...doubts],
		withheld: isWithheld ? ["options"] : [],
	};
}

function planMounts(
	container: ContainerFacts,
	program: KnownProgram,
	task: Parameters<typeof configurationMounts>[1],
	{ mayTry }: PlanSettings,
): Part {
	const { readOnly, hasDoubts, notes } = configurationMounts(container, task, program, mayTry);
	const isWithheld = hasDoubts && !mayTry;
	return {
		fixes: readOnly.map((index) => ({ kind: "read-only-mount", index })),
		notes,
		withheld: isWithheld ? ["mounts"] : [],
	};
}
