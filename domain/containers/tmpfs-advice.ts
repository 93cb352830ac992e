import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { isLimit, taskMemoryFor } from "./memory-limits.ts";

/** Of a new tmpfs, in MiB, where the memory allows it. */
const usualSize = 64;

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
	const [limit] = [container.memoryMiB, facts.memoryMiB].filter(isLimit);
	if (limit === undefined) return usualSize;
	const sharing = isLimit(container.memoryMiB) || isUnresolved(facts.containers) ? [container] : facts.containers;
	const sizes = sharing.flatMap(sizesOf);
	const unsized = Math.max(1, sizes.filter((size) => size === null).length);
	return Math.max(1, Math.min(usualSize, Math.floor((limit * share - sumOf(sizes)) / unsized)));
}

const limitNames = {
	ecs: '"memory" of the container or of the task',
	docker: "mem_limit or deploy.resources.limits.memory, docker run --memory",
};

/**
 * What to write beside the sizes where neither the container nor the task has a hard limit, because tmpfs mounts are then compared with
 * nothing; null where one may exist. `share`: 0 to 1.
 */
export function missingLimitAdvice(
	{ engine, memoryMiB: task }: TaskDefinitionFacts,
	container: ContainerFacts,
	share: number,
): string | null {
	if (container.memoryMiB !== null || task !== null || share <= 0) return null;
	const total = sizesOf(container).reduce<number>((sum, size) => sum + (size ?? usualSize), 0);
	return `Give the container a hard memory limit of at least ${Math.ceil(total / share)} MiB as well (${limitNames[engine]}).`;
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
	const { memoryMiB: task } = facts;
	const more = isLimit(task) && task < enough ? `, and the task's to ${taskMemoryFor(facts, enough)} MiB at least` : "";
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
	return `${least}, or raise the task's memory to ${taskMemoryFor(facts, enough)} MiB.`;
}
