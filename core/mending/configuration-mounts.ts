import { isTelling, volumeOf, writersOf } from "../containers/needless-writes.ts";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../facts.ts";
import { isUnresolved } from "../reading.ts";

/**
 * Positions of the writable mounts that hold configuration by their name and that somebody else fills: the host, or a file
 * system. A volume that starts empty is written by whoever mounts it, and what two containers may write to, by either.
 */
export function configurationMounts(container: ContainerFacts, facts: TaskDefinitionFacts): readonly number[] {
	const { containers, neighbours, volumes } = facts;
	if (isUnresolved(container.mounts) || isUnresolved(containers) || isUnresolved(volumes)) return [];
	const { byVolume } = writersOf([...containers, ...neighbours]);
	const isShared = (mount: MountFacts): boolean => (byVolume.get(volumeOf(mount) ?? "") ?? []).length > 1;
	const isFilled = ({ volume, hostPath }: MountFacts): boolean =>
		typeof hostPath === "string" ||
		volumes.some(({ name, efsTransitEncryption }) => name === volume && efsTransitEncryption !== undefined);
	return container.mounts.flatMap((mount, index) =>
		mount.readOnly === false && isTelling(mount) && isFilled(mount) && !isShared(mount) ? index : [],
	);
}
