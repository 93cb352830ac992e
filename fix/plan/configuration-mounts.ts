import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatPath } from "../../domain/containers/mount-names.ts";
import { isWithin, resolvePath } from "../../domain/containers/mount-paths.ts";
import { isSensitive } from "../../domain/containers/unneeded-write-access.ts";
import { volumeKeyOf, type Writers } from "../../domain/containers/volume-writers.ts";
import { covers } from "./barriers.ts";
import { startDoubts } from "./command-doubts.ts";
import { displayImage } from "./doubts.ts";
import type { KnownProgram } from "./known-program.ts";
import type { PlanNote } from "./topics.ts";

export interface MountPlan {
	/** Indexes of the mounts to make read-only. */
	readonly readOnly: readonly number[];
	/** Whether mounts are left writable only because it is not certain that the program never writes there. */
	readonly hasDoubts: boolean;
	readonly notes: readonly PlanNote[];
}

/** A mount is made read-only, or left writable because it has to be, or because what the program does is unknown. */
type Decision = { readonly kind: "read-only" | "keep" | "doubt"; readonly text: string };

/**
 * The writable mounts to make read-only: what a known program only reads, and with `mayTry` also configuration files, and
 * folders below /etc, of any program. Left writable are other folders, which many programs write to themselves (`/config`),
 * what a program keeps its data in, volumes that start empty, and volumes that several containers can write to.
 */
export function configurationMounts(
	container: ContainerFacts,
	{ volumes, writers: { byVolume } }: Pick<TaskDefinitionFacts, "volumes"> & { readonly writers: Writers },
	program: KnownProgram,
	mayTry: boolean,
): MountPlan {
	if (isUnresolved(container.mounts)) return { readOnly: [], hasDoubts: false, notes: [] };
	const found = container.mounts.flatMap((mount, index) => {
		const writers = byVolume.get(volumeKeyOf(mount) ?? "") ?? [];
		const isShared = writers.some((writer) => writer.container !== container);
		if (mount.readOnly !== false || !(isSensitive(mount) || isShared)) return [];
		const reason = reasonToKeepWritable(mount, isShared || writers.length > 1, volumes);
		const decision: Decision =
			reason === null
				? decide(mount, container, program)
				: { kind: "keep", text: `is left writable because ${reason}` };
		return [{ index, at: `the mount at ${formatPath(mount.path)}`, ...decision }];
	});
	const hasDoubts = found.some(({ kind }) => kind === "doubt");
	return {
		readOnly: found.flatMap(({ index, kind }) => (kind === "read-only" || (kind === "doubt" && mayTry) ? index : [])),
		hasDoubts,
		notes: found.map(({ kind, at, text }): PlanNote => {
			if (kind === "keep") return { topic: "mounts", text: `${at} ${text}` };
			if (kind === "read-only") return { topic: "mounts", text: `${at} ${text}`, appliesOnlyIfFixed: true };
			return mayTry
				? {
						topic: "mounts",
						text: `${at} is made read-only; undo this if the program writes there`,
						appliesOnlyIfFixed: true,
					}
				: { topic: "mounts", text: `${at} is left writable, because ${text}; try it read-only with fix --try` };
		}),
	};
}

function reasonToKeepWritable(
	mount: MountFacts,
	isShared: boolean,
	volumes: TaskDefinitionFacts["volumes"],
): string | null {
	if (isShared) return "its volume is also mounted writable elsewhere; keep write access only where it is needed";
	if (isUnresolved(mount.path)) return "its path cannot be determined from the file";
	return hasContent(mount, volumes) ? null : "its volume starts empty, so the program may have to fill it";
}

/** Decides about a mount with content and a known path that no other container can write to. */
function decide(mount: MountFacts, container: ContainerFacts, program: KnownProgram): Decision {
	const path = resolvePath(formatPath(mount.path));
	const { needs, start } = program;
	const { rendering, onlyReads = [], readsFilesIn = [], volumes = [], state = [] } = needs ?? {};
	const keep = (reason: string): Decision => ({ kind: "keep", text: `is left writable because ${reason}` });
	if (needs !== null && [...volumes, ...state].some((folder) => overlap(path, folder)))
		return keep(`${needs.program} keeps its data there`);
	if (start !== null && !isUnresolved(start) && start.writes.some((written) => covers(path, resolvePath(written))))
		return keep("its own command writes there");
	const isRendering = rendering !== undefined && mounted(container).some((one) => isWithin(one, rendering.from));
	if (needs !== null && isRendering && overlap(path, rendering.to))
		return keep(`${needs.program} writes the files that it generates from its templates there`);
	const isOnlyRead =
		onlyReads.some((one) => isWithin(path, one)) || (isFile(path) && readsFilesIn.some((one) => isWithin(path, one)));
	if (needs !== null && isOnlyRead && startDoubts(container, program).length === 0)
		return { kind: "read-only", text: `is made read-only, because ${needs.program} only reads it` };
	if (!isFile(path) && (!isWithin(path, "/etc") || path === "/etc" || isWithin(path, "/etc/letsencrypt")))
		return keep("many programs write to such a folder; make it read-only if this one does not");
	return { kind: "doubt", text: `fix cannot tell whether ${needs?.program ?? displayImage(container)} writes there` };
}

const overlap = (one: string, other: string): boolean => isWithin(one, other) || isWithin(other, one);

function mounted({ mounts }: ContainerFacts): readonly string[] {
	return isUnresolved(mounts) ? [] : mounts.flatMap(({ path }) => (typeof path === "string" ? path : []));
}

function hasContent({ volume, hostPath }: MountFacts, volumes: TaskDefinitionFacts["volumes"]): boolean {
	if (typeof hostPath === "string") return true;
	if (isUnresolved(volumes)) return false;
	return volumes.some(({ name, efsTransitEncryption }) => name === volume && efsTransitEncryption !== undefined);
}

/** Judged by its file extension, because the mounted content is not available. */
export const isFile = (path: string): boolean =>
	/[^/]\.(?:conf|cfg|ini|json|ya?ml|toml|pem|crt|key|cnf|properties|xml)$/i.test(path);
