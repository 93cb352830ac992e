import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { formatPath } from "../../domain/containers/each-container.ts";
import { isWithin, resolvePath } from "../../domain/containers/mount-paths.ts";
import { isSensitive } from "../../domain/containers/unneeded-write-access.ts";
import { volumeKeyOf, writersOf } from "../../domain/containers/volume-writers.ts";
import type { PlanNote } from "./topics.ts";

export interface MountPlan {
	/** Indexes of the mounts to make read-only. */
	readonly readOnly: readonly number[];
	readonly notes: readonly PlanNote[];
}

/**
 * The writable mounts to make read-only: configuration files, and folders below /etc, whose content comes from outside the
 * container. Left writable are other folders, which many programs write to themselves (`/config`), volumes that start empty,
 * and volumes that several containers can write to.
 */
export function configurationMounts(container: ContainerFacts, facts: TaskDefinitionFacts): MountPlan {
	const { containers, volumes } = facts;
	if (isUnresolved(container.mounts) || isUnresolved(containers)) return { readOnly: [], notes: [] };
	const { byVolume } = writersOf(facts);
	const { mounts } = container;
	const found = mounts.flatMap((mount, index) => {
		const writers = byVolume.get(volumeKeyOf(mount) ?? "") ?? [];
		const isShared = writers.some((writer) => writer.container !== container);
		if (mount.readOnly !== false || !(isSensitive(mount) || isShared)) return [];
		return [
			{
				index,
				path: formatPath(mount.path),
				reason: reasonToKeepWritable(mount, isShared || writers.length > 1, mounts, volumes),
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
						text: `${at} is made read-only; undo this if the program writes there`,
						appliesOnlyIfFixed: true,
					}
				: { topic: "mounts", text: `${at} is left writable: ${reason}` };
		}),
	};
}

function reasonToKeepWritable(
	mount: MountFacts,
	isShared: boolean,
	mounts: readonly MountFacts[],
	volumes: TaskDefinitionFacts["volumes"],
): string | null {
	if (isShared) return "its volume is also mounted writable elsewhere; keep write access only where it is needed";
	if (isUnresolved(mount.path)) return "its path cannot be determined from the file";
	if (!hasContent(mount, volumes)) return "its volume starts empty, so the program may have to fill it";
	const path = resolvePath(mount.path);
	if (isFile(path)) return null;
	if (!isWithin(path, "/etc") || path === "/etc" || isWithin(path, "/etc/letsencrypt"))
		return "many programs write to such a folder; make it read-only if this one does not";
	const hasTemplates = mounts.some(
		(other) => typeof other.path === "string" && isWithin(other.path, "/etc/nginx/templates"),
	);
	if (isWithin("/etc/nginx/conf.d", path) && hasTemplates)
		return "nginx writes the files that it generates from its templates there";
	return null;
}

function hasContent({ volume, hostPath }: MountFacts, volumes: TaskDefinitionFacts["volumes"]): boolean {
	if (typeof hostPath === "string") return true;
	if (isUnresolved(volumes)) return false;
	return volumes.some(({ name, efsTransitEncryption }) => name === volume && efsTransitEncryption !== undefined);
}

/** Judged by its file extension, because the mounted content is not available. */
const isFile = (path: string): boolean =>
	/[^/]\.(?:conf|cfg|ini|json|ya?ml|toml|pem|crt|key|cnf|properties|xml)$/i.test(path);
