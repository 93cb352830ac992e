import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";

/** MiB that a new tmpfs gets where there is room: enough for temporary files, sockets and PID files. */
const usual: Readonly<Record<string, number>> = { "/tmp": 64, "/run": 16 };
const usualElsewhere = 32;

/** MiB below which a place is of no use. */
const least: Readonly<Record<string, number>> = { "/tmp": 8 };

export interface SizeWish {
	readonly usual: number;
	readonly least: number;
}

export const sizeWished = (path: string): SizeWish => ({
	usual: usual[path] ?? usualElsewhere,
	least: least[path] ?? 1,
});

/**
 * How many MiB of tmpfs each container may still get, so that neither its own nor the task's memory is taken beyond a
 * share (0 to 1); Infinity where no limit is known. What the task has left is split evenly between those that need some.
 */
export function roomsFor(
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

/** Sizes in whole MiB that fit into a room together, each at most the usual one; null when not even the least ones fit. */
export function fitted(wishes: readonly SizeWish[], room: number): readonly number[] | null {
	const wished = wishes.reduce((sum, one) => sum + one.usual, 0);
	if (wished <= room) return wishes.map((one) => one.usual);
	const needed = leastOf(wishes);
	if (room < needed) return null;
	const share = (room - needed) / (wished - needed);
	return wishes.map((one) => rounded(one.least + (one.usual - one.least) * share));
}

/** MiB below which they are of no use together. */
export const leastOf = (wishes: readonly SizeWish[]): number => wishes.reduce((sum, one) => sum + one.least, 0);

/** Down to a multiple of four where that is not much less: people read 24 more easily than 27. */
const rounded = (size: number): number => (size >= 16 ? Math.floor(size / 4) * 4 : Math.floor(size));

const limitOf = (memory: Value<number | null>): number =>
	typeof memory === "number" && memory > 0 ? memory : Number.POSITIVE_INFINITY;

function sizeOf(tmpfs: Value<readonly TmpfsFacts[]>): number {
	if (isUnresolved(tmpfs)) return 0;
	return tmpfs.reduce((sum, { sizeMiB }) => sum + (typeof sizeMiB === "number" ? Math.max(0, sizeMiB) : 0), 0);
}
