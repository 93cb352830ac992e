import type { Severity } from "../../core/verdict.ts";
import { resolvedPath, throughRunLink } from "./mount-paths.ts";

/** A host path that no container should mount, not even read-only. */
export interface HostPlace {
	readonly severity: Severity;
	/** Follows the path in a message: `its entire file system`. */
	readonly what: string;
	/** Whether a path below it may be mounted instead. */
	readonly within: boolean;
}

const namedPipe = /^\/\/\.\/pipe\//;
const driveLetter = /^[a-z]:/;

/**
 * Normalizes a host path as the engine does: repeated slashes, `.` and `..` are resolved, /var/run becomes /run (a link,
 * FHS 3.0), and on Windows letter case and the kind of slash are ignored. Relative paths are returned unchanged.
 */
export function canonicalHostPath(path: string): string {
	const slashed = path.replaceAll("\\", "/").toLowerCase();
	if (namedPipe.test(slashed)) return slashed;
	if (driveLetter.test(slashed)) return `${slashed.slice(0, 2)}${resolvedPath(slashed.slice(2))}`;
	return path.startsWith("/") ? throughRunLink(resolvedPath(path)) : path;
}

/** The default sockets of Docker, cri-dockerd, containerd, CRI-O, Podman and BuildKit, in any folder. */
const socket =
	/(?:^|\/)(?:docker|dockershim|cri-dockerd|containerd|crio|podman|buildkitd)\.sock(?:\.raw|\.ttrpc)?$|^\/\/\.\/pipe\/(?:docker|containerd|podman|crio)/;
/** The default folders of these sockets, rootful and rootless. */
const socketFolder =
	/^\/run(?:\/(?:docker(?:\/containerd)?|k3s(?:\/containerd)?|crio|podman|buildkit|user(?:\/[^/]+(?:\/(?:docker|podman))?)?|containerd.*))?$/;

const forbiddenPlaces: readonly (readonly [pattern: RegExp, place: HostPlace])[] = [
	[/^(?:c:)?\/$/, { severity: "CRITICAL", what: "its entire file system", within: true }],
	[socket, { severity: "CRITICAL", what: "a container runtime socket", within: false }],
	[socketFolder, { severity: "CRITICAL", what: "where container runtimes keep their sockets", within: false }],
	[/^\/etc$|^c:\/windows$/, { severity: "HIGH", what: "its system configuration", within: true }],
	[
		/^\/(?:proc|sys(?!\/fs\/cgroup(?:\/|$)))(?:\/|$)/,
		{ severity: "HIGH", what: "its process and kernel interfaces", within: false },
	],
];

/** The forbidden path that a host path resolves to; null where a read-only mount is harmless. */
export function forbiddenHostPlace(path: string): HostPlace | null {
	const canonical = canonicalHostPath(path);
	return forbiddenPlaces.find(([pattern]) => pattern.test(canonical))?.[1] ?? null;
}
