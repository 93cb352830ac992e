import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatPath } from "../../domain/containers/mount-names.ts";
import { isWithin } from "../../domain/containers/mount-paths.ts";
import { mountedPaths, writablePathsOf } from "../../domain/containers/writable-paths.ts";
import type { ImageNeeds } from "../images/known-image.ts";
import { covers, execBarrier, otherCommandBarrier, startBarrier } from "./barriers.ts";
import { missingVolumes } from "./data-volumes.ts";
import { programDoubts, rootDoubts } from "./doubts.ts";
import type { KnownProgram } from "./known-program.ts";

/** What a container needs, before the memory that is available for it is considered. */
export interface ContainerNeeds {
	/** Whether its root is to be made read-only. */
	readonly readOnlyRoot: boolean;
	/** Paths of new tmpfs mounts. */
	readonly newTmpfs: readonly string[];
	/** Positions of tmpfs mounts without a size. */
	readonly unsized: readonly number[];
	/** Whether a program may execute native code that it unpacks into a new /tmp. */
	readonly unpacksNativeCode: boolean;
	/** Why it is not certain that it runs with the read-only root and the new tmpfs mounts, as clauses. */
	readonly doubts: readonly string[];
	/** Paths of the tmpfs mounts without a size to which the program may write more than usual: one that is full stops it. */
	readonly unknownUse: readonly string[];
	/** Why its root is not changed. */
	readonly notes: readonly string[];
}

export function containerNeedsOf(
	container: ContainerFacts,
	task: Pick<TaskDefinitionFacts, "execServices">,
	program: KnownProgram,
): ContainerNeeds {
	const { needs, start, around } = program;
	const unsized = findUnsized(container);
	const scratch = needs?.scratch ?? defaultScratch;
	const unchanged = {
		readOnlyRoot: false,
		newTmpfs: [],
		unsized,
		unpacksNativeCode: false,
		doubts: [],
		unknownUse:
			programDoubts(container, program).length > 0
				? pathsOf(container, unsized)
				: pathsOf(container, unsized).filter(
						(path) => ![...defaultScratch, ...scratch].some((one) => covers(one, path)),
					),
	};
	const noChange = (...notes: readonly string[]): ContainerNeeds => ({ ...unchanged, notes });
	const { readonlyRootFilesystem: root } = container;
	if (isUnresolved(root)) return noChange(`whether its root filesystem is read-only is ${formatUnknown(root)}`);
	const { certain, unknownReason } = writablePathsOf(container);
	if (root === true && certain.length > 0) return noChange();
	const unknown = unknownMounts(container);
	if (unknown !== null) return noChange(unknown);
	if (root === true && unknownReason !== null) return noChange(unknownReason);
	const obstacle = around.obstacle ?? (needs === null ? null : imageObstacle(needs, container));
	if (obstacle !== null) return noChange(obstacle);
	const barrier =
		root === true
			? null
			: (execBarrier(task) ??
				startBarrier(container, start, scratch) ??
				otherCommandBarrier(container, around.commands, scratch));
	if (barrier !== null) return noChange(barrier);
	const mounted = mountedPaths(container);
	const newTmpfs = scratch.filter((path) => !mounted.some((mount) => covers(mount, path)));
	return {
		...unchanged,
		readOnlyRoot: root !== true,
		newTmpfs,
		unpacksNativeCode: needs?.isJava === true && newTmpfs.includes("/tmp"),
		doubts: rootDoubts(container, program, newTmpfs),
		notes: [],
	};
}

/** A mount with an unknown path may be at a path where a new tmpfs would be mounted. */
function unknownMounts({ tmpfs, mounts }: ContainerFacts): string | null {
	const unknown = [tmpfs, mounts].find(isUnresolved);
	if (unknown !== undefined) return `its mounts are ${formatUnknown(unknown)}`;
	const all = [...(isUnresolved(tmpfs) ? [] : tmpfs), ...(isUnresolved(mounts) ? [] : mounts)];
	const path = all.map((mount) => mount.path).find(isUnresolved);
	return path === undefined ? null : `the path of one of its mounts is ${formatUnknown(path)}`;
}

/** The paths that most programs write to: temporary files, sockets and PID files. */
const defaultScratch = ["/tmp", "/run"];

function imageObstacle(needs: ImageNeeds, container: ContainerFacts): string | null {
	const { program, impossible, rendering } = needs;
	if (impossible !== undefined) return impossible;
	const mounted = mountedPaths(container);
	const missing = missingVolumes(needs, container);
	if (missing.length > 0)
		return `${program} keeps data that must persist, or files that its image provides, in ${missing.join(", ")}; mount a volume there first`;
	if (rendering === undefined || !mounted.some((mount) => isWithin(mount, rendering.from))) return null;
	return mounted.some((mount) => isWithin(rendering.to, mount))
		? null
		: `${program} writes files that it generates from ${rendering.from} to ${rendering.to}; mount a tmpfs there first`;
}

function findUnsized({ tmpfs }: ContainerFacts): readonly number[] {
	if (isUnresolved(tmpfs)) return [];
	return tmpfs.flatMap(({ sizeMiB }, index) =>
		sizeMiB === null || (typeof sizeMiB === "number" && sizeMiB <= 0) ? index : [],
	);
}

function pathsOf({ tmpfs }: ContainerFacts, indexes: readonly number[]): readonly string[] {
	return isUnresolved(tmpfs) ? [] : indexes.map((index) => formatPath(tmpfs[index]?.path ?? ""));
}
