import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";

/** Of a new tmpfs, in MiB, where the memory allows it. */
const usualSize = 64;

/** The hard limit in MiB, or null where none is known. */
const limitIn = (memory: Value<number | null>): number | null =>
	typeof memory === "number" && memory > 0 ? memory : null;

function sizesOf({ tmpfs }: ContainerFacts): readonly (number | null)[] {
	if (isUnresolved(tmpfs)) return [];
	return tmpfs.map(({ sizeMiB }) => (typeof sizeMiB === "number" && sizeMiB > 0 ? sizeMiB : null));
}

const sumOf = (sizes: readonly (number | null)[]): number => sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);

/**
 * A size in MiB for each tmpfs of a container that has none, and for a new one: what keeps all of them within a share (0 to 1) of the
 * container's own limit or, without one, of the task's, which all its containers have together.
 */
export function suggestedSize(facts: TaskDefinitionFacts, container: ContainerFacts, share: number): number {
	const own = limitIn(container.memoryMiB);
	const limit = own ?? limitIn(facts.memoryMiB);
	if (limit === null) return usualSize;
	const sharing = own !== null || isUnresolved(facts.containers) ? [container] : facts.containers;
	const sizes = sharing.flatMap(sizesOf);
	const unsized = Math.max(1, sizes.filter((size) => size === null).length);
	return Math.max(1, Math.min(usualSize, Math.floor((limit * share - sumOf(sizes)) / unsized)));
}

/** What to write where tmpfs mounts take too much of a limit; `mib`: their sizes together. `share`: 0 to 1. */
export function shrinkingAdvice(
	facts: TaskDefinitionFacts,
	container: ContainerFacts,
	{ mib, limit, owner }: { readonly mib: number; readonly limit: number; readonly owner: "container" | "task" },
	share: number,
): string {
	if (owner === "task") return taskAdvice(facts, limit, share);
	const least = `Limit the tmpfs mounts of container ${container.name} to ${Math.floor(limit * share)} MiB together`;
	if (share <= 0) return `${least}.`;
	const enough = Math.ceil(mib / share);
	const task = limitIn(facts.memoryMiB);
	const more = task !== null && task < enough ? `, and the task's to ${taskMemory(facts, enough)} MiB at least` : "";
	return `${least}, or raise the container's memory to ${enough} MiB${more}.`;
}

/** The same for all containers together, which share the task's memory. */
export function taskAdvice(facts: TaskDefinitionFacts, limit: number, share: number): string {
	const containers = isUnresolved(facts.containers) ? [] : facts.containers;
	const withTmpfs = containers.filter((one) => sumOf(sizesOf(one)) > 0);
	const [only] = withTmpfs;
	const whose = withTmpfs.length === 1 && only !== undefined ? `container ${only.name}` : "all containers";
	const least = `Limit the tmpfs mounts of ${whose} to ${Math.floor(limit * share)} MiB together`;
	if (share <= 0) return `${least}.`;
	const enough = Math.ceil(sumOf(containers.flatMap(sizesOf)) / share);
	return `${least}, or raise the task's memory to ${taskMemory(facts, enough)} MiB.`;
}

/**
 * The least memory of a task, in MiB, that is enough. Fargate takes 512 MiB, then steps of 1 GB up to 30, of 4 up to 60 and of 8 GB up to
 * 120 (RegisterTaskDefinition, `memory`, ECS API reference).
 */
function taskMemory({ compatibilities }: TaskDefinitionFacts, enough: number): number {
	if (!compatibilities.includes("FARGATE")) return enough;
	if (enough <= 512) return 512;
	const gib = Math.ceil(enough / 1024);
	const step = gib <= 30 ? 1 : gib <= 60 ? 4 : 8;
	return Math.ceil(gib / step) * step * 1024;
}
