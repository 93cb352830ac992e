import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, notKnown, type Unresolved } from "../../core/reading.ts";
import { listed, shown } from "../../core/text.ts";
import { canonicalHostPath } from "./host-places.ts";
import { pathText } from "./per-container.ts";
import { isNonEmpty, type Problem } from "./problems.ts";
import { isSensitiveName, isSensitivePath } from "./sensitive-names.ts";

/** Who may write to which volume, and whose mounts are not known. */
export interface Writers {
	readonly byVolume: ReadonlyMap<string | null, readonly Writer[]>;
	readonly unread: readonly { readonly container: ContainerFacts; readonly mounts: Unresolved }[];
}

interface Writer {
	readonly container: ContainerFacts;
	readonly volume: string;
	/** True, or why it is not certain. */
	readonly writable: true | Unresolved;
}

/** What a container should not be able to write to, and why there may be more. */
export interface NeedlessWrites {
	readonly problems: readonly Problem[];
	readonly open: string | null;
}

export function writersOf(containers: readonly ContainerFacts[]): Writers {
	const byVolume = new Map<string, Writer[]>();
	for (const container of containers) {
		for (const mount of isUnresolved(container.mounts) ? [] : container.mounts) {
			const volume = volumeOf(mount);
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

export function needlessWrites(
	container: ContainerFacts,
	writers: Writers,
	engine: TaskDefinitionFacts["engine"],
): NeedlessWrites {
	const { mounts } = container;
	if (isUnresolved(mounts)) return { problems: [], open: `its mounts are ${notKnown(mounts)}` };
	const [open = null] = mounts.flatMap((mount) => openQuestion(mount, container, writers) ?? []);
	return {
		problems: mounts.flatMap((mount, index) =>
			mount.readOnly === false
				? [
						...tellingProblem(mount, index, container.name, engine),
						...sharingProblem(mount, index, container, writers, engine),
					]
				: [],
		),
		open,
	};
}

/** Two mounts of one volume have the same; null for an anonymous volume, and where it is not known. */
export function volumeOf({ volume, hostPath }: MountFacts): string | null {
	if (typeof hostPath === "string") return `host path ${canonicalHostPath(hostPath)}`;
	return typeof volume === "string" ? `volume ${volume}` : null;
}

export const isSensitive = ({ path, volume }: MountFacts): boolean =>
	(typeof path === "string" && isSensitivePath(path)) || (typeof volume === "string" && isSensitiveName(volume));

function tellingProblem(mount: MountFacts, index: number, name: string, engine: "ecs" | "docker"): readonly Problem[] {
	if (!isSensitive(mount)) return [];
	const { path, volume } = mount;
	const at = shown(pathText(path));
	const named = typeof volume === "string" ? ` (volume ${shown(volume)})` : "";
	return [
		{
			severity: "LOW",
			message: `container ${name}: mount ${at}${named} is writable, and its name suggests configuration, certificates or secrets`,
			remediation: `Write ${readOnlyIn(engine)} on mount ${at}.`,
			field: `mountPoints.${index}`,
		},
	];
}

function sharingProblem(
	mount: MountFacts,
	index: number,
	container: ContainerFacts,
	writers: Writers,
	engine: "ecs" | "docker",
): readonly Problem[] {
	const others = rivalsOf(mount, container, writers).filter(({ writable }) => writable === true);
	if (!isNonEmpty(others)) return [];
	const names = listed([...new Set(others.map((other) => shown(other.container.name)))]);
	const what = shown(others[0].volume);
	return [
		{
			severity: "LOW",
			message: `container ${container.name}: ${what}, mounted at ${shown(pathText(mount.path))}, is also writable in ${names}`,
			remediation: `Let only one container write to ${what} and write ${readOnlyIn(engine)} in the others, or give each container its own volume.`,
			field: `mountPoints.${index}`,
		},
	];
}

/** Which other containers may write to the same volume. */
const rivalsOf = (mount: MountFacts, container: ContainerFacts, { byVolume }: Writers): readonly Writer[] =>
	(byVolume.get(volumeOf(mount)) ?? []).filter((writer) => writer.container !== container);

const readOnlyIn = (engine: "ecs" | "docker"): string => (engine === "ecs" ? '"readOnly": true' : ":ro");

/** What is not known and could make a mount one that should be read-only. */
function openQuestion(mount: MountFacts, container: ContainerFacts, writers: Writers): string | null {
	const { path, readOnly } = mount;
	if (readOnly === true) return null;
	const rivals = rivalsOf(mount, container, writers);
	const doubts = [...doubtsOfNames(mount), ...doubtsOfSharing(mount, rivals, container, writers)];
	if (!isUnresolved(readOnly)) return doubts[0] ?? null;
	const matters = isSensitive(mount) || rivals.length > 0 || doubts.length > 0;
	return matters ? `whether mount ${shown(pathText(path, readOnly))} is read-only is ${notKnown(readOnly)}` : null;
}

const doubtsOfNames = ({ path, volume }: MountFacts): readonly string[] => [
	...(isUnresolved(path) ? [`the path of a writable mount is ${notKnown(path)}`] : []),
	...(isUnresolved(volume) ? [`the volume at ${shown(pathText(path, volume))} is ${notKnown(volume)}`] : []),
];

function doubtsOfSharing(
	{ path, volume, hostPath }: MountFacts,
	rivals: readonly Writer[],
	container: ContainerFacts,
	{ byVolume, unread }: Writers,
): readonly string[] {
	if (volume === null && hostPath === null) return [];
	const at = shown(pathText(path));
	const uncertain = rivals.flatMap(({ container: rival, writable }) =>
		isUnresolved(writable)
			? [`whether container ${shown(rival.name)} can also write to what is mounted at ${at} is ${notKnown(writable)}`]
			: [],
	);
	const others = unread.map(({ container: { name }, mounts }) => {
		return `the mounts of container ${shown(name)} are ${notKnown(mounts)}`;
	});
	const isElsewhere = (writer: Writer) => writer.container !== container;
	const mayBeShared =
		volume === null && isUnresolved(hostPath) && [...byVolume.values()].some((writers) => writers.some(isElsewhere))
			? [`which host path is mounted at ${at} is ${notKnown(hostPath)}`]
			: [];
	return [...uncertain, ...others, ...mayBeShared];
}
