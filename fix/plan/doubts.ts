import type { ContainerFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { coveredSystemPath, isWithin } from "../../domain/containers/mount-paths.ts";
import { isRoot } from "../../domain/containers/user.ts";
import { mountedPaths } from "../../domain/containers/writable-paths.ts";
import type { ImageNeeds } from "../images/known-image.ts";
import { covers } from "./barriers.ts";
import { startDoubts } from "./command-doubts.ts";
import { environmentDoubts } from "./environment-doubts.ts";
import type { KnownProgram } from "./known-program.ts";

/** Why it is not certain that a container runs with a read-only root and these new tmpfs mounts, as clauses; none when it is. */
export function rootDoubts(
	container: ContainerFacts,
	program: KnownProgram,
	newTmpfs: readonly string[],
): readonly string[] {
	const { needs } = program;
	if (needs === null) return programDoubts(container, program);
	return [
		...programDoubts(container, program),
		...volumeDoubts(container, needs),
		...environmentDoubts(container, needs, program.around.variables),
		...ownershipDoubts(container, needs, newTmpfs),
	];
}

/** Why it is not certain what a program writes, and how much. */
export function programDoubts(container: ContainerFacts, program: KnownProgram): readonly string[] {
	const { needs } = program;
	if (needs === null) return [`fix cannot tell which paths ${displayImage(container)} writes to`];
	return [
		...sourceDoubts(needs),
		...(needs.caution === undefined ? [] : [needs.caution]),
		...startDoubts(container, program),
		...configurationDoubts(container, needs),
	];
}

/** A runtime writes nowhere by itself; its application does. */
function sourceDoubts({ runsReadOnly, isRuntime, uncovered, program }: ImageNeeds): readonly string[] {
	if (runsReadOnly === true || isRuntime === true) return [];
	return [uncovered ?? `no source says which other paths ${program} writes to`];
}

/** `fix` is only asked where something is mounted at each of the volumes, or in it. */
function volumeDoubts(container: ContainerFacts, { volumes, dataFolders }: ImageNeeds): readonly string[] {
	if (dataFolders !== undefined) return [];
	const mounted = mountedPaths(container);
	const partly = volumes.filter((path) => !mounted.some((mount) => covers(mount, path)));
	return partly.length === 0 ? [] : [`only a part of ${formatList(partly)} is mounted`];
}

export const displayImage = ({ image }: ContainerFacts): string => {
	if (isUnresolved(image)) return `its image, which is ${formatUnknown(image)},`;
	return image === null ? "the image that is built for it" : formatForDisplay(image);
};

function configurationDoubts(container: ContainerFacts, { configuration = [] }: ImageNeeds): readonly string[] {
	const own = mountedPaths(container).find((mount) =>
		configuration.some((path) => isWithin(mount, path) || isWithin(path, mount)),
	);
	const script = mountedPaths(container).find(isScript);
	return [
		...(own === undefined
			? []
			: [`its own configuration at ${formatForDisplay(own)} may name other paths to write to`]),
		...(script === undefined ? [] : [`what is mounted at ${formatForDisplay(script)} may write to other paths`]),
	];
}

/** Images run what is in these folders at startup; SQL only writes to the database. */
const isScript = (path: string): boolean =>
	/\.(?:env)?sh$/.test(path) ||
	(/^\/docker-entrypoint/.test(path) && !/\.sql(?:\.\w+)?$/.test(path)) ||
	(coveredSystemPath(path) !== null && path !== "/etc");

/** A tmpfs is owned by root and gets the mode of the image's folder (runc, libcontainer/rootfs_linux.go); /tmp is for everybody. */
function ownershipDoubts(
	{ user, capabilities }: ContainerFacts,
	{ program, isUnprivileged, changesOwner }: ImageNeeds,
	newTmpfs: readonly string[],
): readonly string[] {
	const others = newTmpfs.filter((path) => path !== "/tmp");
	if (others.length === 0) return [];
	const belongs = `${formatList(others)} will belong to root`;
	if (isUnresolved(user)) return [`its user is ${formatUnknown(user)}, and ${belongs}`];
	if (user !== null && !isRoot(user)) return [`it runs as ${formatForDisplay(user)}, and ${belongs}`];
	if (user === null && isUnprivileged === true) return [`${program} does not run as root, and ${belongs}`];
	if (changesOwner !== true) return [];
	const drop = isUnresolved(capabilities) ? capabilities : capabilities.drop;
	return isUnresolved(drop) || drop.length > 0 ? [`it drops capabilities that it may need, because ${belongs}`] : [];
}
