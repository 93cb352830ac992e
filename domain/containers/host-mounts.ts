import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type ForbiddenHostPath, findForbiddenFolder, findForbiddenHostPath } from "./forbidden-host-paths.ts";
import { knownPath, nameMount, pointAt } from "./mount-names.ts";
import type { Problem } from "./problems.ts";

/** Problems with the host paths that a container mounts. */
export interface HostMounts {
	readonly problems: readonly Problem[];
	/** Why there may be more problems; null when everything relevant is known. */
	readonly unknownReason: string | null;
	/** The mounted host paths. */
	readonly paths: readonly string[];
}

type Engine = TaskDefinitionFacts["engine"];

export function checkHostMounts({ name, mounts }: ContainerFacts, engine: Engine): HostMounts {
	if (isUnresolved(mounts))
		return { problems: [], unknownReason: `the mounts are ${formatUnknown(mounts)}`, paths: [] };
	const [unknownReason = null] = mounts.flatMap((mount) => unknownReasonOf(mount) ?? []);
	return {
		problems: mounts.flatMap((mount, index) => problemOf(mount, index, name, engine) ?? []),
		unknownReason,
		paths: mounts.flatMap(({ hostPath }) => hostPathText(hostPath) ?? []),
	};
}

function problemOf({ path, hostPath, readOnly }: MountFacts, index: number, name: string, engine: Engine) {
	const host = hostPathText(hostPath);
	if (host === null || hostPath === null) return null;
	const place = isUnresolved(hostPath)
		? findForbiddenFolder(hostPath.text?.literalStart ?? "")
		: findForbiddenHostPath(hostPath);
	const field = `mountPoints.${index}`;
	const mount = `container ${name}: ${nameMount("mount", path)}`;
	if (place !== null) {
		return {
			severity: place.severity,
			message: `${mount} exposes the host's ${host}, ${place.description}`,
			remediation: remediationFor(place, pointAt("mount point", path), host, engine),
			field,
		};
	}
	if (readOnly !== false) return null;
	return {
		severity: "HIGH" as const,
		message: `${mount} can write to the host's ${host}`,
		remediation:
			engine === "ecs"
				? `Write "readOnly": true on ${pointAt("mount point", path)}, or use a volume without host.sourcePath.`
				: `Write ${host}:${knownPath(path) ?? "TARGET"}:ro, or mount a named volume instead.`,
		field,
	};
}

/** The host path for display, with labels for its unknown parts; null if there may be none. */
function hostPathText(hostPath: MountFacts["hostPath"]): string | null {
	if (!isUnresolved(hostPath)) return hostPath === null ? null : formatForDisplay(hostPath);
	const { text } = hostPath;
	return text === undefined || text.isOnlyHole ? null : formatForDisplay(String(text));
}

function remediationFor(
	{ allowsSubpaths: within }: ForbiddenHostPath,
	mountPoint: string,
	host: string,
	engine: Engine,
): string {
	if (within)
		return `Mount only the paths that are needed below ${host}, each with ${engine === "ecs" ? '"readOnly": true' : ":ro"}.`;
	return engine === "ecs"
		? `Remove ${mountPoint}; a container can get information about its task from ECS_CONTAINER_METADATA_URI_V4.`
		: `Remove ${host} from volumes (docker run --volume); the container must work without it.`;
}

/** Why it cannot be decided whether a mount is a problem; null when it can. */
function unknownReasonOf({ path, hostPath, readOnly }: MountFacts): string | null {
	if (isUnresolved(hostPath))
		return `the host path of ${nameMount("mount", path, hostPath)} is ${formatUnknown(hostPath)}`;
	return hostPath !== null && isUnresolved(readOnly)
		? `whether ${nameMount("mount", path, readOnly)} is read-only is ${formatUnknown(readOnly)}`
		: null;
}
