import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { shown } from "../../core/text.ts";
import { openIn, textUnlessOpen, writtenText } from "./open-values.ts";

/** What a mount point's `sourceVolume` refers to. */
interface VolumeSource {
	/** The host path that is mounted; null when the volume is not a host path. */
	readonly hostPath: Value<string | null>;
	/** Whether the volume is read-only regardless of the mount point. */
	readonly readOnly: boolean;
}
export type HostPaths = (sourceVolume: unknown) => VolumeSource;

/**
 * Finds the host path behind each volume. A host volume mounts a host path if it has a sourcePath (without one the engine
 * chooses a folder); a Docker volume does if the options of its driver bind one.
 */
export function hostPathsOf(volumes: unknown): HostPaths {
	const list = itemsIn(volumes);
	const known = new Map<string, VolumeSource>();
	for (const volume of list.toReversed()) {
		const name = writtenText(fieldsIn(volume)["name"]);
		if (name !== null) known.set(name, volumeSourceOf(fieldsIn(volume)));
	}
	const open = openIn(volumes) ?? firstUnresolved(list);
	const mayBeOfHost = open !== null || [...known.values()].some(({ hostPath }) => hostPath !== null);
	return (sourceVolume) => {
		const unnamed = openIn(sourceVolume);
		if (unnamed !== null) return writableFrom(mayBeOfHost ? unnamed : null);
		const name = writtenText(sourceVolume);
		return name === null ? writableFrom(null) : (known.get(name) ?? writableFrom(open));
	};
}

const writableFrom = (hostPath: Value<string | null>): VolumeSource => ({ hostPath, readOnly: false });

function volumeSourceOf({ host, dockerVolumeConfiguration: docker }: Fields): VolumeSource {
	const path = openIn(host) ?? textUnlessOpen(fieldsIn(host)["sourcePath"]);
	if (path !== null) return writableFrom(path);
	const { driver, driverOpts } = fieldsIn(docker);
	const options = openIn(docker) ?? driverOpts;
	// The options below are those of the driver `local`, which is the default.
	const foreign = openIn(driver) === null && writtenText(driver) !== "local" ? writtenText(driver) : null;
	if (foreign !== null) return writableFrom(hostPathOfForeignDriver(foreign, fieldsIn(options)));
	return openIn(options) === null ? boundVolumeSource(fieldsIn(options)) : writableFrom(openIn(options));
}

/** A third-party driver that has a path among its options may mount it, from the host or from elsewhere. */
function hostPathOfForeignDriver(driver: string, options: Fields): Unresolved | null {
	const hasPathOption = Object.values(options).some((value) => writtenText(value)?.startsWith("/"));
	return hasPathOption ? { unresolved: `the volume driver ${shown(driver)} decides what it mounts` } : null;
}

/** Unresolved options may bind the device, and an unresolved device may be a host path. */
function boundVolumeSource({ type, o, device }: Fields): VolumeSource {
	const options = (writtenText(o) ?? "").split(",");
	const lower = lowerFolder(writtenText(type) ?? "", options);
	if (lower !== null) return writableFrom(lower);
	if (binds(writtenText(type) ?? "", options, writtenText(device) ?? "")) {
		return { hostPath: textUnlessOpen(device), readOnly: options.includes("ro") };
	}
	return writableFrom(device === undefined || device === null ? null : (openIn(o) ?? openIn(type)));
}

/**
 * Whether options of the `local` driver, which passes them to mount(2), mount a path or a disk of the host instead of a remote file system.
 * https://docs.docker.com/engine/storage/volumes/#create-a-volume-with-options
 */
export const binds = (type: string, o: readonly string[], device: string): boolean =>
	type === "none" || device.startsWith("/dev/") || o.some((option) => option === "bind" || option === "rbind");

/** The host folder that an overlay exposes; null for every other file system. */
export function lowerFolder(type: string, o: readonly string[]): string | null {
	const [lower] = o.flatMap((option) => /^lowerdir=([^:]+)/.exec(option)?.[1] ?? []);
	return type === "overlay" ? (lower ?? null) : null;
}

/** An unresolved volume, or one with an unresolved name, may be any volume that is mounted. */
function firstUnresolved(volumes: readonly unknown[]): Unresolved | null {
	const [open = null] = volumes.flatMap((volume) => openIn(volume) ?? openIn(fieldsIn(volume)["name"]) ?? []);
	return open;
}
