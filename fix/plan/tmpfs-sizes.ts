import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { isLimit } from "../../domain/containers/memory-limits.ts";

/** Size in MiB of a new tmpfs where the memory allows it: enough for temporary files, sockets and PID files. */
const usual: Readonly<Record<string, number>> = { "/tmp": 64, "/run": 16 };
const usualElsewhere = 32;

/** MiB below which a tmpfs is of no use. */
const min: Readonly<Record<string, number>> = { "/tmp": 8 };

/** In MiB. */
export interface SizeRange {
	readonly usual: number;
	readonly min: number;
}

export const sizeRangeOf = (path: string): SizeRange => ({
	usual: usual[path] ?? usualElsewhere,
	min: min[path] ?? 1,
});

/**
 * How many MiB of tmpfs can be added to each container before tmpfs mounts use more than a share (0 to 1) of its own or the
 * task's memory; Infinity where no limit is known. What the task has left is split evenly between the containers that need some.
 */
export function tmpfsBudgets(
	{ memoryMiB: task }: Pick<TaskDefinitionFacts, "memoryMiB">,
	containers: readonly ContainerFacts[],
	needs: readonly boolean[],
	share: number,
): readonly number[] {
	const used = containers.map(({ tmpfs }) => sizeOf(tmpfs));
	const needing = needs.filter((need) => need).length;
	const left = limitOf(task) * share - used.reduce((sum, size) => sum + size, 0);
	return containers.map(({ memoryMiB }, index) => {
		const own = limitOf(memoryMiB) * share - (used[index] ?? 0);
		return Math.max(0, Math.min(own, needing === 0 ? left : left / needing));
	});
}

/** Sizes in whole MiB that fit into a budget together, each at most the usual one; null when not even the minimum sizes fit. */
export function fitSizes(ranges: readonly SizeRange[], budget: number): readonly number[] | null {
	const usualTotal = ranges.reduce((sum, one) => sum + one.usual, 0);
	if (usualTotal <= budget) return ranges.map((one) => one.usual);
	const minTotal = totalMinimum(ranges);
	if (budget < minTotal) return null;
	const share = (budget - minTotal) / (usualTotal - minTotal);
	return ranges.map((one) => roundDown(one.min + (one.usual - one.min) * share));
}

/** The minimum sizes together, in MiB. */
export const totalMinimum = (ranges: readonly SizeRange[]): number => ranges.reduce((sum, one) => sum + one.min, 0);

/** Rounds down to a multiple of four where that costs little: 24 is easier to read than 27. */
const roundDown = (size: number): number => (size >= 16 ? Math.floor(size / 4) * 4 : Math.floor(size));

const limitOf = (memory: Value<number | null>): number => (isLimit(memory) ? memory : Number.POSITIVE_INFINITY);

function sizeOf(tmpfs: Value<readonly TmpfsFacts[]>): number {
	if (isUnresolved(tmpfs)) return 0;
	return tmpfs.reduce((sum, { sizeMiB }) => sum + (typeof sizeMiB === "number" ? Math.max(0, sizeMiB) : 0), 0);
}
