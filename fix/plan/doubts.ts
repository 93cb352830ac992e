import type { ContainerFacts, EnvironmentFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { coveredSystemPath, isWithin } from "../../domain/containers/mount-paths.ts";
import { isRoot } from "../../domain/containers/user.ts";
import { mountedPaths } from "../../domain/containers/writable-paths.ts";
import type { HarmlessCommand, ImageNeeds } from "../images/known-image.ts";
import type { PlainArguments, PlainOption } from "../start-command/arguments.ts";
import type { StartEffects } from "../start-command/start-command.ts";
import { covers } from "./barriers.ts";

/** What is known of a container's program: its needs by its image, and what its entry point and command do. */
export interface KnownProgram {
	/** Null for an unknown image. */
	readonly needs: ImageNeeds | null;
	/** Null where the image sets the command. */
	readonly start: Value<StartEffects | null>;
	/** Its entry point and command as one program with its options; null when they are more than that. */
	readonly plain: PlainArguments | null;
}

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
		...environmentDoubts(container, needs),
		...ownershipDoubts(container, needs, newTmpfs),
	];
}

/** Why it is not certain what a program writes, and how much. */
export function programDoubts(container: ContainerFacts, program: KnownProgram): readonly string[] {
	const { needs } = program;
	if (needs === null) return [`fix cannot tell which paths ${displayImage(container)} writes to`];
	return [
		...(needs.runsReadOnly === true ? [] : [`no source says which other paths ${needs.program} writes to`]),
		...(needs.caution === undefined ? [] : [needs.caution]),
		...startDoubts(container, program),
		...configurationDoubts(container, needs),
	];
}

/** `fix` is only asked where something is mounted at each of the volumes, or in it. */
function volumeDoubts(container: ContainerFacts, { volumes, writesToSubfolder }: ImageNeeds): readonly string[] {
	if (writesToSubfolder === true) return [];
	const mounted = mountedPaths(container);
	const partly = volumes.filter((path) => !mounted.some((mount) => covers(mount, path)));
	return partly.length === 0 ? [] : [`only a part of ${formatList(partly)} is mounted`];
}

export const displayImage = ({ image }: ContainerFacts): string => {
	if (isUnresolved(image)) return `its image, which is ${formatUnknown(image)},`;
	return image === null ? "the image that is built for it" : formatForDisplay(image);
};

/** Why the command of a container may do something else than that of its image. */
export function startDoubts(container: ContainerFacts, { needs, start, plain }: KnownProgram): readonly string[] {
	if (start === null) return [];
	if (isUnresolved(start)) return [`its entry point and command are ${formatUnknown(start)}`];
	const { harmless } = needs ?? {};
	if (plain !== null && needs !== null && harmless !== undefined && isHarmless(container, plain, needs, harmless))
		return [];
	return ["it has its own entry point or command"];
}

function isHarmless(
	container: ContainerFacts,
	plain: PlainArguments,
	{ volumes, scratch }: ImageNeeds,
	{ programs, options, readingOptions = [], writingOptions = [] }: HarmlessCommand,
): boolean {
	if (plain.program !== null && !programs.includes(plain.program)) return false;
	const isIn = (folders: readonly string[], path: string): boolean => folders.some((folder) => covers(folder, path));
	return plain.options.every(({ name, path }: PlainOption) => {
		if (writingOptions.includes(name)) return path === null || isIn([...volumes, ...scratch], path);
		// A file that is mounted is configuration of its own.
		if (readingOptions.includes(name)) return path === null || !isIn(mountedPaths(container), path);
		return path === null && options.includes(name);
	});
}

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

function environmentDoubts(container: ContainerFacts, needs: ImageNeeds): readonly string[] {
	const { environment } = container;
	if (isUnresolved(environment)) return [`its environment variables are ${formatUnknown(environment)}`];
	const writable = [...needs.scratch, ...needs.volumes, ...mountedPaths(container)];
	const isOutside = (text: string): boolean => /^\/./.test(text) && !writable.some((path) => covers(path, text));
	const mayRedirect = ({ name, value, known }: EnvironmentFacts): boolean => {
		if (needs.writingVariables?.includes(name) === true) return true;
		// The name says that it is a file to read, such as a secret.
		if (value === null || /_FILE$/.test(name)) return false;
		if (!isUnresolved(value)) return value.inspect(isOutside);
		return known?.inspect(isOutside) === true || !isName.test(name) || namesPath.test(name);
	};
	return environment
		.filter(mayRedirect)
		.slice(0, 1)
		.map(({ name, value }) =>
			isName.test(name)
				? `its variable ${formatForDisplay(name)} may make it write to other paths`
				: `which variables it has is ${isUnresolved(value) ? formatUnknown(value) : "unknown"}`,
		);
}

/** The variables of a file that could not be read have no name. */
const isName = /^[\w.-]+$/;
const namesPath = /DATA(?!BASE)|DIR|HOME|PATH/i;

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
