import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { isWithin } from "../../domain/containers/mount-paths.ts";
import { isRoot } from "../../domain/containers/user.ts";
import { mountedPaths, writablePathsOf } from "../../domain/containers/writable-paths.ts";
import type { StartEffects } from "../start-command/start-command.ts";
import { covers, execBarrier, startAdvice, startBarrier } from "./barriers.ts";
import { needsOf } from "./image-needs.ts";
import type { ImageNeeds } from "./known-images.ts";

/** What a container lacks, before it is known how much memory there is for it. */
export interface Wishes {
	readonly root: boolean;
	/** New tmpfs mounts. */
	readonly paths: readonly string[];
	/** Positions of tmpfs mounts without a size. */
	readonly unsized: readonly number[];
	/** Whether something may want to execute what it unpacks into a new /tmp. */
	readonly unpacks: boolean;
	/** About the root. */
	readonly notes: readonly string[];
}

/** `start`: what the container's own entry point and command do; null where its image decides. */
export function wishesOf(
	container: ContainerFacts,
	task: Pick<TaskDefinitionFacts, "execServices">,
	start: Value<StartEffects | null>,
): Wishes {
	const unsized = unsizedOf(container);
	const nothing = (...notes: readonly string[]): Wishes => ({
		root: false,
		paths: [],
		unsized,
		unpacks: false,
		notes,
	});
	const { readonlyRootFilesystem: root } = container;
	if (isUnresolved(root)) return nothing(`whether its root is read-only is ${formatUnknown(root)}`);
	const { certain, open } = writablePathsOf(container);
	if (root === true && certain.length > 0) return nothing();
	const unread = unreadOf(container);
	if (unread !== null) return nothing(unread);
	if (root === true && open !== null) return nothing(open);
	const needs = needsOf(isUnresolved(container.image) ? null : container.image);
	const obstacle = needs === null ? null : obstacleOf(needs, container);
	if (obstacle !== null) return nothing(obstacle);
	const scratch = needs?.scratch ?? unknownImage;
	const barrier = root === true ? null : (execBarrier(task) ?? startBarrier(container, start, scratch));
	if (barrier !== null) return nothing(barrier);
	const places = mountedPaths(container);
	const paths = scratch.filter((path) => !places.some((place) => covers(place, path)));
	const unpacks = needs?.isJava === true && paths.includes("/tmp");
	return { root: root !== true, paths, unsized, unpacks, notes: advice(container, start, needs, paths) };
}

/** A mount whose place is not known may be at one that a new tmpfs would be mounted at. */
function unreadOf({ tmpfs, mounts }: ContainerFacts): string | null {
	const unread = [tmpfs, mounts].find(isUnresolved);
	if (unread !== undefined) return `its mounts are ${formatUnknown(unread)}`;
	const all = [...(isUnresolved(tmpfs) ? [] : tmpfs), ...(isUnresolved(mounts) ? [] : mounts)];
	const path = all.map((mount) => mount.path).find(isUnresolved);
	return path === undefined ? null : `where one of its mounts is, is ${formatUnknown(path)}`;
}

/** What has to be tried. A tmpfs belongs to root and takes over the mode of the image's folder (runc, libcontainer/rootfs_linux.go). */
function advice(
	{ image, user }: ContainerFacts,
	start: Value<StartEffects | null>,
	needs: ImageNeeds | null,
	paths: readonly string[],
): readonly string[] {
	const named = typeof image === "string" ? formatForDisplay(image) : "its image";
	const others = paths.filter((path) => path !== "/tmp");
	const isBarred = typeof user === "string" && !isRoot(user) && others.length > 0;
	return [
		...(needs === null ? [`nobody knows here where ${named} writes: try it before you deploy`] : startAdvice(start)),
		...(isBarred
			? [
					`it runs as ${formatForDisplay(user)}, and ${formatList(others)} will belong to root: see that it may write there`,
				]
			: []),
	];
}

/** Where most programs write: temporary files, sockets and PID files. */
const unknownImage = ["/tmp", "/run"];

function obstacleOf({ program, volumes, impossible, rendering }: ImageNeeds, container: ContainerFacts): string | null {
	if (impossible !== undefined) return impossible;
	const places = mountedPaths(container);
	const missing = volumes.filter((path) => !places.some((place) => isWithin(place, path) || isWithin(path, place)));
	if (missing.length > 0)
		return `${program} writes what has to stay, or starts from what its image has, in ${missing.join(", ")}: mount a volume there first`;
	if (rendering === undefined || !places.some((place) => isWithin(place, rendering.from))) return null;
	return places.some((place) => isWithin(rendering.to, place))
		? null
		: `${program} writes what it makes of ${rendering.from} to ${rendering.to}: mount a tmpfs there first`;
}

function unsizedOf({ tmpfs }: ContainerFacts): readonly number[] {
	if (isUnresolved(tmpfs)) return [];
	return tmpfs.flatMap(({ sizeMiB }, index) =>
		sizeMiB === null || (typeof sizeMiB === "number" && sizeMiB <= 0) ? index : [],
	);
}
