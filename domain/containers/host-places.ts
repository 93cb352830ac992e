import type { Severity } from "../../core/verdict.ts";
import { resolvedPath, throughRunLink } from "./mount-paths.ts";

/** A place of the host that no container should see, not even read-only. */
export interface HostPlace {
	readonly severity: Severity;
	/** A clause after the path: `its entire file system`. */
	readonly what: string;
	/** Whether something below it may be mounted instead. */
	readonly within: boolean;
}

const namedPipe = /^\/\/\.\/pipe\//;
const drive = /^[a-z]:/;

/**
 * One spelling for a place of the host, as the engine cleans it: slashes, `.` and `..` make no difference, on Windows
 * neither do letter case and the kind of slash, and /var/run is a link to /run (FHS 3.0). What is relative stays.
 */
export function canonicalHostPath(path: string): string {
	const slashed = path.replaceAll("\\", "/").toLowerCase();
	if (namedPipe.test(slashed)) return slashed;
	if (drive.test(slashed)) return `${slashed.slice(0, 2)}${resolvedPath(slashed.slice(2))}`;
	return path.startsWith("/") ? throughRunLink(resolvedPath(path)) : path;
}

/** The default sockets of Docker, cri-dockerd, containerd, CRI-O, Podman and BuildKit, in whatever folder they are. */
const socket =
	/(?:^|\/)(?:docker|dockershim|cri-dockerd|containerd|crio|podman|buildkitd)\.sock(?:\.raw|\.ttrpc)?$|^\/\/\.\/pipe\/(?:docker|containerd|podman|crio)/;
/** The folders that these sockets are in by default, with root and without. */
const socketFolder =
	/^\/run(?:\/(?:docker(?:\/containerd)?|k3s(?:\/containerd)?|crio|podman|buildkit|user(?:\/[^/]+(?:\/(?:docker|podman))?)?|containerd.*))?$/;

const places: readonly (readonly [pattern: RegExp, place: HostPlace])[] = [
	[/^(?:c:)?\/$/, { severity: "CRITICAL", what: "its entire file system", within: true }],
	[socket, { severity: "CRITICAL", what: "a container runtime socket", within: false }],
	[socketFolder, { severity: "CRITICAL", what: "where container runtimes keep their sockets", within: false }],
	[/^\/etc$|^c:\/windows$/, { severity: "HIGH", what: "its system configuration", within: true }],
	[
		/^\/(?:proc|sys(?!\/fs\/cgroup(?:\/|$)))(?:\/|$)/,
		{ severity: "HIGH", what: "its process and kernel interfaces", within: false },
	],
];

/** What a path of the host leads to, or null where a read-only mount does no harm. */
export function forbiddenHostPlace(path: string): HostPlace | null {
	const canonical = canonicalHostPath(path);
	return places.find(([pattern]) => pattern.test(canonical))?.[1] ?? null;
}
