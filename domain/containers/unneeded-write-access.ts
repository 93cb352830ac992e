import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Unresolved } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { formatPath } from "./each-container.ts";
import { normalizeHostPath } from "./forbidden-host-paths.ts";
import { isNonEmpty, type Problem } from "./problems.ts";
import { isSensitiveName, isSensitivePath } from "./sensitive-names.ts";

/** The containers that can write to each volume, and those whose mounts are unknown. */
export interface Writers {
	readonly byVolume: ReadonlyMap<string | null, readonly Writer[]>;
	readonly unread: readonly { readonly container: ContainerFacts; readonly mounts: Unresolved }[];
}

interface Writer {
	readonly container: ContainerFacts;
	readonly volume: string;
	/** True, or why that is unknown. */
	readonly writable: true | Unresolved;
}

/** Mounts that a container should not be able to write to. */
export interface UnneededWriteAccess {
	readonly problems: readonly Problem[];
	/** Why there may be more problems; null when everything relevant is known. */
	readonly unknownReason: string | null;
}

export function writersOf(containers: readonly ContainerFacts[]): Writers {
	const byVolume = new Map<string, Writer[]>();
	for (const container of containers) {
		for (const mount of isUnresolved(container.mounts) ? [] : container.mounts) {
			const volume = volumeKeyOf(mount);
			if (volume === null || mount.readOnly === true) continue;
			const writers = byVolume.get(volume) ?? [];
			writers.push({ container, volume, writable: isUnresolved(mount.readOnly) ? mount.readOnly : true });
			byVolume.set(volume, writers);
		}
	}
	return {
		byVolume,
		unread: containers.flatMap((container) =>
			isUnresolved(container.mounts) ? [{ container, mounts: container.mounts }] : [],
		),
	};
}

export function checkUnneededWriteAccess(
	container: ContainerFacts,
	writers: Writers,
	engine: TaskDefinitionFacts["engine"],
): UnneededWriteAccess {
	const { mounts } = container;
	if (isUnresolved(mounts)) return { problems: [], unknownReason: `its mounts are ${formatUnknown(mounts)}` };
	const [unknownReason = null] = mounts.flatMap((mount) => unknownReasonOf(mount, container, writers) ?? []);
	return {
		problems: mounts.flatMap((mount, index) =>
			mount.readOnly === false
				? [
						...sensitiveMountProblems(mount, index, container.name, engine),
						...sharedVolumeProblems(mount, index, container, writers, engine),
					]
				: [],
		),
		unknownReason,
	};
}

/** Identifies what is mounted: mounts of one volume have the same key. Null for an anonymous volume and an unknown one. */
export function volumeKeyOf({ volume, hostPath }: MountFacts): string | null {
	if (typeof hostPath === "string") return `host path ${normalizeHostPath(hostPath)}`;
	return typeof volume === "string" ? `volume ${volume}` : null;
}

export const isSensitive = ({ path, volume }: MountFacts): boolean =>
	(typeof path === "string" && isSensitivePath(path)) || (typeof volume === "string" && isSensitiveName(volume));

function sensitiveMountProblems(
	mount: MountFacts,
	index: number,
	name: string,
	engine: "ecs" | "docker",
): readonly Problem[] {
	if (!isSensitive(mount)) return [];
	const { path, volume } = mount;
	const at = formatForDisplay(formatPath(path));
	const named = typeof volume === "string" ? ` (volume ${formatForDisplay(volume)})` : "";
	return [
		{
			severity: "LOW",
			message: `container ${name}: mount ${at}${named} is writable, and its name suggests configuration, certificates or secrets`,
			remediation: `Write ${readOnlySetting(engine)} on mount ${at}.`,
			field: `mountPoints.${index}`,
		},
	];
}

function sharedVolumeProblems(
	mount: MountFacts,
	index: number,
	container: ContainerFacts,
	writers: Writers,
	engine: "ecs" | "docker",
): readonly Problem[] {
	const others = otherWritersOf(mount, container, writers).filter(({ writable }) => writable === true);
	if (!isNonEmpty(others)) return [];
	const names = formatList([...new Set(others.map((other) => formatForDisplay(other.container.name)))]);
	const what = formatForDisplay(others[0].volume);
	return [
		{
			severity: "LOW",
			message: `container ${container.name}: ${what}, mounted at ${formatForDisplay(formatPath(mount.path))}, is also writable in ${names}`,
			remediation: `Let only one container write to ${what} and write ${readOnlySetting(engine)} in the others, or give each container its own volume.`,
			field: `mountPoints.${index}`,
		},
	];
}

/** The other containers that can, or may, write to the same volume. */
const otherWritersOf = (mount: MountFacts, container: ContainerFacts, { byVolume }: Writers): readonly Writer[] =>
	(byVolume.get(volumeKeyOf(mount)) ?? []).filter((writer) => writer.container !== container);

const readOnlySetting = (engine: "ecs" | "docker"): string => (engine === "ecs" ? '"readOnly": true' : ":ro");

/** Why it cannot be decided whether a mount should be read-only; null when it can. */
function unknownReasonOf(mount: MountFacts, container: ContainerFacts, writers: Writers): string | null {
	const { path, readOnly } = mount;
	if (readOnly === true) return null;
	const otherWriters = otherWritersOf(mount, container, writers);
	const unknowns = [...unknownNames(mount), ...unknownSharing(mount, otherWriters, container, writers)];
	if (!isUnresolved(readOnly)) return unknowns[0] ?? null;
	const matters = isSensitive(mount) || otherWriters.length > 0 || unknowns.length > 0;
	return matters
		? `whether mount ${formatForDisplay(formatPath(path, readOnly))} is read-only is ${formatUnknown(readOnly)}`
		: null;
}

const unknownNames = ({ path, volume }: MountFacts): readonly string[] => [
	...(isUnresolved(path) ? [`the path of a writable mount is ${formatUnknown(path)}`] : []),
	...(isUnresolved(volume)
		? [`the volume at ${formatForDisplay(formatPath(path, volume))} is ${formatUnknown(volume)}`]
		: []),
];

function unknownSharing(
	{ path, volume, hostPath }: MountFacts,
	otherWriters: readonly Writer[],
	container: ContainerFacts,
	{ byVolume, unread }: Writers,
): readonly string[] {
	if (volume === null && hostPath === null) return [];
	const at = formatForDisplay(formatPath(path));
	const uncertain = otherWriters.flatMap(({ container: other, writable }) =>
		isUnresolved(writable)
			? [
					`whether container ${formatForDisplay(other.name)} can also write to what is mounted at ${at} is ${formatUnknown(writable)}`,
				]
			: [],
	);
	const others = unread.map(({ container: { name }, mounts }) => {
		return `the mounts of container ${formatForDisplay(name)} are ${formatUnknown(mounts)}`;
	});
	const isOtherContainer = (writer: Writer) => writer.container !== container;
	const mayBeShared =
		volume === null &&
		isUnresolved(hostPath) &&
		[...byVolume.values()].some((writers) => writers.some(isOtherContainer))
			? [`which host path is mounted at ${at} is ${formatUnknown(hostPath)}`]
			: [];
	return [...uncertain, ...others, ...mayBeShared];
}
