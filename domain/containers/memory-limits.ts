import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";

/** Whether a memory limit is known and greater than zero. */
export const isLimit = (memory: Value<number | null>): memory is number => typeof memory === "number" && memory > 0;

type Task = Pick<TaskDefinitionFacts, "engine" | "compatibilities" | "memoryMiB">;

/** The smallest memory of a task on Fargate (Amazon ECS task size) and of a container (ContainerDefinition of the ECS API), in MiB. */
const smallest = { fargate: 512, container: 4 };

/**
 * The least memory of a task, in MiB, that is enough. Fargate takes 512 MiB, then steps of 1 GB up to 30, of 4 up to 60 and of 8 GB up to
 * 120 (RegisterTaskDefinition, `memory`, ECS API reference).
 */
export function taskMemoryFor({ compatibilities }: Pick<Task, "compatibilities">, enough: number): number {
	if (!compatibilities.includes("FARGATE")) return enough;
	if (enough <= smallest.fargate) return smallest.fargate;
	const gib = Math.ceil(enough / 1024);
	const step = gib <= 30 ? 1 : gib <= 60 ? 4 : 8;
	return Math.ceil(gib / step) * step * 1024;
}

/** A limit that is set, although its value is unknown. */
export interface UnknownLimit {
	readonly value: Unresolved;
	/** In MiB. */
	readonly atLeast: number;
}

/** The task's limit, if it has one whatever its value is: a parameter, or on Fargate, which requires it. ECS accepts neither 0 nor an empty text. */
export function unknownTaskLimit({ engine, compatibilities, memoryMiB }: Task): UnknownLimit | null {
	if (engine !== "ecs" || !isUnresolved(memoryMiB)) return null;
	const isOnFargate = compatibilities.includes("FARGATE");
	if (!isOnFargate && memoryMiB.isSet !== true) return null;
	return { value: memoryMiB, atLeast: isOnFargate ? smallest.fargate : smallest.container };
}

/** The same of a container. For Docker, a limit of 0 is none. */
export function unknownOwnLimit(
	{ engine }: Task,
	{ memoryMiB }: Pick<ContainerFacts, "memoryMiB">,
): UnknownLimit | null {
	if (engine !== "ecs" || !isUnresolved(memoryMiB) || memoryMiB.isSet !== true) return null;
	return { value: memoryMiB, atLeast: smallest.container };
}
