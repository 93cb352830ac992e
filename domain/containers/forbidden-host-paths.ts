import type { Severity } from "../../core/verdict.ts";
import { followRunLink, resolvePath } from "./mount-paths.ts";

/** A host path that no container should mount, not even read-only. */
export interface ForbiddenHostPath {
	readonly severity: Severity;
	/** Follows the path in a message: `its entire file system`. */
	readonly description: string;
	/** Whether a path below it may be mounted instead. */
	readonly allowsSubpaths: boolean;
}

const namedPipe = /^\/\/\.\/pipe\//;
const driveLetter = /^[a-z]:/;

/**
 * Normalizes a host path as the engine does: repeated slashes, `.` and `..` are resolved, /var/run becomes /run (a link,
 * FHS 3.0), and on Windows letter case and the kind of slash are ignored. Relative paths are returned unchanged.
 */
export function normalizeHostPath(path: string): string {
	const slashed = path.replaceAll("\\", "/").toLowerCase();
	if (namedPipe.test(slashed)) return slashed;
	if (driveLetter.test(slashed)) return `${slashed.slice(0, 2)}${resolvePath(slashed.slice(2))}`;
	return path.startsWith("/") ? followRunLink(resolvePath(path)) : path;
}

/** The default sockets of Docker, cri-dockerd, containerd, CRI-O, Podman and BuildKit, in any folder. */
const socket =
	/(?:^|\/)(?:docker|dockershim|cri-dockerd|containerd|crio|podman|buildkitd)\.sock(?:\.raw|\.ttrpc)?$|^\/\/\.\/pipe\/(?:docker|containerd|podman|crio)/;
/** The default folders of these sockets, rootful and rootless. */
const socketFolder =
	/^\/run(?:\/(?:docker(?:\/containerd)?|k3s(?:\/containerd)?|crio|podman|buildkit|user(?:\/[^/]+(?:\/(?:docker|podman))?)?|containerd.*))?$/;

const forbiddenPlaces: readonly (readonly [pattern: RegExp, place: ForbiddenHostPath])[] = [
	[/^(?:c:)?\/$/, { severity: "CRITICAL", description: "its entire file system", allowsSubpaths: true }],
	[socket, { severity: "CRITICAL", description: "a container runtime socket", allowsSubpaths: false }],
	[
		socketFolder,
		{ severity: "CRITICAL", description: "where container runtimes keep their sockets", allowsSubpaths: false },
	],
	[/^\/etc$|^c:\/windows$/, { severity: "HIGH", description: "its system configuration", allowsSubpaths: true }],
	[
		/^\/(?:proc|sys(?!\/fs\/cgroup(?:\/|$)))(?:\/|$)/,
		{ severity: "HIGH", description: "its process and kernel interfaces", allowsSubpaths: false },
	],
];

/** Folders in which every path is forbidden. */
const forbiddenFolder = /^\/(?:proc|sys\/(?!fs(?:\/|$))[^/]+)\/$/;

/** The forbidden path that a partly known host path is inside of, whatever follows its known beginning; null if that depends on the rest. */
export function findForbiddenFolder(start: string): ForbiddenHostPath | null {
	const folder = start.slice(0, start.lastIndexOf("/") + 1);
	return forbiddenFolder.test(folder) ? findForbiddenHostPath(folder) : null;
}

/** The forbidden path that a host path resolves to; null where a read-only mount is harmless. */
export function findForbiddenHostPath(path: string): ForbiddenHostPath | null {
	const canonical = normalizeHostPath(path);
	return forbiddenPlaces.find(([pattern]) => pattern.test(canonical))?.[1] ?? null;
}
