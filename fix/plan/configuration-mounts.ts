import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { formatPath } from "../../domain/containers/each-container.ts";
import { isWithin, resolvePath } from "../../domain/containers/mount-paths.ts";
import { isSensitive, volumeKeyOf, writersOf } from "../../domain/containers/needless-writes.ts";
import type { PlanNote } from "./topics.ts";

export interface MountPlan {
	/** Positions of the mounts to make read-only. */
	readonly readOnly: readonly number[];
	readonly notes: readonly PlanNote[];
}

/**
 * Of the writable mounts that hold configuration by their name: files, and folders below /etc, that somebody else fills.
 * Other folders are often written by the program itself (`/config` of many), and so is a volume that starts empty;
 * what two containers may write to, by either.
 */
export function configurationMounts(container: ContainerFacts, facts: TaskDefinitionFacts): MountPlan {
	const { containers, neighbours, volumes } = facts;
	if (isUnresolved(container.mounts) || isUnresolved(containers)) return { readOnly: [], notes: [] };
	const { byVolume } = writersOf([...containers, ...neighbours]);
	const { mounts } = container;
	const found = mounts.flatMap((mount, index) => {
		const writers = byVolume.get(volumeKeyOf(mount) ?? "") ?? [];
		const isShared = writers.some((writer) => writer.container !== container);
		if (mount.readOnly !== false || !(isSensitive(mount) || isShared)) return [];
		return [
			{
				index,
				path: formatPath(mount.path),
				reason: reasonToLeave(mount, isShared || writers.length > 1, mounts, volumes),
			},
		];
	});
	return {
		readOnly: found.flatMap(({ index, reason }) => (reason === null ? index : [])),
		notes: found.map(({ path, reason }): PlanNote => {
			const at = `the mount at ${formatForDisplay(path)}`;
			return reason === null
				? {
						topic: "mounts",
						text: `${at} is made read-only: if the program writes there, take it back`,
						isAboutMend: true,
					}
				: { topic: "mounts", text: `${at} is left writable: ${reason}` };
		}),
	};
}

function reasonToLeave(
	mount: MountFacts,
	isShared: boolean,
	mounts: readonly MountFacts[],
	volumes: TaskDefinitionFacts["volumes"],
): string | null {
	if (isShared) return "others write to the same volume, and which of them has to is yours to say";
	if (isUnresolved(mount.path)) return "where it is depends on what the file leaves open";
	if (!isFilled(mount, volumes)) return "its volume starts empty, so the program itself may fill it";
	const path = resolvePath(mount.path);
	if (isFile(path)) return null;
	if (!isWithin(path, "/etc") || path === "/etc" || isWithin(path, "/etc/letsencrypt"))
		return "many programs write to such a folder; make it read-only if this one does not";
	const isRendered = mounts.some(
		(other) => typeof other.path === "string" && isWithin(other.path, "/etc/nginx/templates"),
	);
	if (isWithin("/etc/nginx/conf.d", path) && isRendered) return "nginx writes there what it makes of its templates";
	return null;
}

function isFilled({ volume, hostPath }: MountFacts, volumes: TaskDefinitionFacts["volumes"]): boolean {
	if (typeof hostPath === "string") return true;
	if (isUnresolved(volumes)) return false;
	return volumes.some(({ name, efsTransitEncryption }) => name === volume && efsTransitEncryption !== undefined);
}

/** By its ending; nobody sees from here what is mounted. */
const isFile = (path: string): boolean =>
	/[^/]\.(?:conf|cfg|ini|json|ya?ml|toml|pem|crt|key|cnf|properties|xml)$/i.test(path);
