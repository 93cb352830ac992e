import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { globsOverlap } from "../globs-overlap.ts";
import { globOf } from "../possible-texts.ts";
import { normalizeHostPath } from "./forbidden-host-paths.ts";

/** The containers that can write to each volume, and those whose mounts are unknown. */
export interface Writers {
	readonly all: readonly Writer[];
	readonly byVolume: ReadonlyMap<string | null, readonly Writer[]>;
	/** Those of which it is unknown what they mount. */
	readonly unidentified: readonly Writer[];
	readonly unread: readonly { readonly container: ContainerFacts; readonly mounts: Unresolved }[];
}

export interface Writer {
	readonly container: ContainerFacts;
	readonly mount: MountFacts;
	/** True, or why that is unknown. */
	readonly writable: true | Unresolved;
}

/** Of the containers of a task and of its neighbours. */
export function writersOf({
	containers: own,
	neighbours,
}: Pick<TaskDefinitionFacts, "containers" | "neighbours">): Writers {
	const containers = [...(isUnresolved(own) ? [] : own), ...neighbours];
	const all = containers.flatMap((container) =>
		(isUnresolved(container.mounts) ? [] : container.mounts).flatMap((mount): readonly Writer[] => {
			if (mount.readOnly === true) return [];
			return [{ container, mount, writable: isUnresolved(mount.readOnly) ? mount.readOnly : true }];
		}),
	);
	const byVolume = new Map<string, Writer[]>();
	for (const writer of all) {
		const volume = volumeKeyOf(writer.mount);
		if (volume === null) continue;
		const writers = byVolume.get(volume) ?? [];
		writers.push(writer);
		byVolume.set(volume, writers);
	}
	return {
		all,
		byVolume,
		unidentified: all.filter(({ mount }) => !isIdentified(mount)),
		unread: containers.flatMap((container) =>
			isUnresolved(container.mounts) ? [{ container, mounts: container.mounts }] : [],
		),
	};
}

/** Identifies what is mounted: mounts of one volume have the same key. Null for an anonymous volume and an unknown one. */
export function volumeKeyOf({ volume, hostPath }: MountFacts): string | null {
	if (typeof hostPath === "string") return `host path ${normalizeHostPath(hostPath)}`;
	return typeof volume === "string" ? `volume ${volume}` : null;
}

/** The other containers that can, or may, write to the same volume. */
export const otherWritersOf = (
	mount: MountFacts,
	container: ContainerFacts,
	{ byVolume }: Writers,
): readonly Writer[] => (byVolume.get(volumeKeyOf(mount)) ?? []).filter((writer) => writer.container !== container);

const isIdentified = ({ volume, hostPath }: MountFacts): boolean =>
	typeof hostPath === "string" || (hostPath === null && !isUnresolved(volume));

/** Bounded because each mount is compared with all of them. */
const maxCompared = 500;

/** Another container's mount that may be of the same volume, as far as is known of either; null if there is none. */
export function findPossibleWriter(
	mount: MountFacts,
	container: ContainerFacts,
	{ all, unidentified }: Writers,
): Writer | null {
	const others = isIdentified(mount) ? unidentified : all;
	const mayShare = (writer: Writer, index: number): boolean =>
		writer.container !== container && (index >= maxCompared || mayBeSame(mount, writer.mount));
	return others.find(mayShare) ?? null;
}

function mayBeSame(one: MountFacts, other: MountFacts): boolean {
	const [path, otherPath] = [hostPathGlob(one), hostPathGlob(other)];
	if (path !== null && otherPath !== null && globsOverlap(path, otherPath)) return true;
	const [name, otherName] = [nameGlob(one), nameGlob(other)];
	return name !== null && otherName !== null && globsOverlap(name, otherName);
}

/** A glob of the host paths that a mount may be of; null for none. */
const hostPathGlob = ({ hostPath }: MountFacts): string | null =>
	typeof hostPath === "string" ? normalizeHostPath(hostPath) : globOfValue(hostPath);

/** A glob of the names of volumes that a mount may be of; null for none, as for a host path. */
function nameGlob({ volume, hostPath }: MountFacts): string | null {
	const isOfHost = typeof hostPath === "string" || (isUnresolved(hostPath) && hostPath.text !== undefined);
	return isOfHost ? null : globOfValue(volume);
}

const globOfValue = (value: Value<string | null>): string | null => {
	if (!isUnresolved(value)) return value;
	return value.text === undefined ? "*" : globOf(value.text);
};
