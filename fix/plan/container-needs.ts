import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { isWithin } from "../../domain/containers/mount-paths.ts";
import { isRoot } from "../../domain/containers/user.ts";
import { mountedPaths, writablePathsOf } from "../../domain/containers/writable-paths.ts";
import type { StartEffects } from "../start-command/start-command.ts";
import { covers, execBarrier, startAdvice, startBarrier } from "./barriers.ts";
import { imageNeedsOf } from "./image-needs.ts";
import type { ImageNeeds } from "./known-images.ts";

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
	/** Notes about the root. */
	readonly notes: readonly string[];
}

/** `start`: what the container's own entry point and command do; null where the image sets them. */
export function containerNeedsOf(
	container: ContainerFacts,
	task: Pick<TaskDefinitionFacts, "execServices">,
	start: Value<StartEffects | null>,
): ContainerNeeds {
	const unsized = findUnsized(container);
	const noChange = (...notes: readonly string[]): ContainerNeeds => ({
		readOnlyRoot: false,
		newTmpfs: [],
		unsized,
		unpacksNativeCode: false,
		notes,
	});
	const { readonlyRootFilesystem: root } = container;
	if (isUnresolved(root)) return noChange(`whether its root filesystem is read-only is ${formatUnknown(root)}`);
	const { certain, unknownReason } = writablePathsOf(container);
	if (root === true && certain.length > 0) return noChange();
	const unknown = unknownMounts(container);
	if (unknown !== null) return noChange(unknown);
	if (root === true && unknownReason !== null) return noChange(unknownReason);
	const needs = imageNeedsOf(isUnresolved(container.image) ? null : container.image);
	const obstacle = needs === null ? null : imageObstacle(needs, container);
	if (obstacle !== null) return noChange(obstacle);
	const scratch = needs?.scratch ?? defaultScratch;
	const barrier = root === true ? null : (execBarrier(task) ?? startBarrier(container, start, scratch));
	if (barrier !== null) return noChange(barrier);
	const mounted = mountedPaths(container);
	const newTmpfs = scratch.filter((path) => !mounted.some((mount) => covers(mount, path)));
	const unpacksNativeCode = needs?.isJava === true && newTmpfs.includes("/tmp");
	const notes = adviceFor(container, start, needs, newTmpfs);
	return { readOnlyRoot: root !== true, newTmpfs, unsized, unpacksNativeCode, notes };
}

/** A mount with an unknown path may be at a path where a new tmpfs would be mounted. */
function unknownMounts({ tmpfs, mounts }: ContainerFacts): string | null {
	const unknown = [tmpfs, mounts].find(isUnresolved);
	if (unknown !== undefined) return `its mounts are ${formatUnknown(unknown)}`;
	const all = [...(isUnresolved(tmpfs) ? [] : tmpfs), ...(isUnresolved(mounts) ? [] : mounts)];
	const path = all.map((mount) => mount.path).find(isUnresolved);
	return path === undefined ? null : `the path of one of its mounts is ${formatUnknown(path)}`;
}

/** What to test. A tmpfs is owned by root and gets the mode of the image's folder (runc, libcontainer/rootfs_linux.go). */
function adviceFor(
	{ image, user }: ContainerFacts,
	start: Value<StartEffects | null>,
	needs: ImageNeeds | null,
	newTmpfs: readonly string[],
): readonly string[] {
	const imageName = typeof image === "string" ? formatForDisplay(image) : "its image";
	const others = newTmpfs.filter((path) => path !== "/tmp");
	const isOwnedByRoot = typeof user === "string" && !isRoot(user) && others.length > 0;
	return [
		...(needs === null
			? [`cannot tell which paths ${imageName} writes to; test it before you deploy`]
			: startAdvice(start)),
		...(isOwnedByRoot
			? [
					`it runs as ${formatForDisplay(user)}, and ${formatList(others)} will belong to root; check that it can write there`,
				]
			: []),
	];
}

/** The paths that most programs write to: temporary files, sockets and PID files. */
const defaultScratch = ["/tmp", "/run"];

function imageObstacle(
	{ program, volumes, impossible, rendering }: ImageNeeds,
	container: ContainerFacts,
): string | null {
	if (impossible !== undefined) return impossible;
	const mounted = mountedPaths(container);
	const missing = volumes.filter((path) => !mounted.some((mount) => isWithin(mount, path) || isWithin(path, mount)));
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
