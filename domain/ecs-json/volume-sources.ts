import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { asUnresolved, nonEmptyString, openPart, stringValue } from "./values.ts";

/** What a mount point's `sourceVolume` refers to. */
interface VolumeSource {
	/** The host path that is mounted; null when the volume is not a host path. */
	readonly hostPath: Value<string | null>;
	/** Whether the volume is read-only regardless of the mount point. */
	readonly readOnly: boolean;
}
export type FindVolumeSource = (sourceVolume: unknown) => VolumeSource;

/**
 * Finds the host path behind each volume. A host volume mounts a host path if it has a sourcePath (without one the engine
 * chooses a folder); a Docker volume does if the options of its driver bind one.
 */
export function volumeSourcesOf(volumes: unknown): FindVolumeSource {
	const list = itemsIn(volumes);
	const known = new Map<string, VolumeSource>();
	for (const volume of list.toReversed()) {
		const name = nonEmptyString(fieldsIn(volume)["name"]);
		if (name !== null) known.set(name, volumeSourceOf(fieldsIn(volume)));
	}
	const unresolved = openPart(volumes) ?? firstUnresolved(list);
	const mayBeOfHost = unresolved !== null || [...known.values()].some(({ hostPath }) => hostPath !== null);
	return (sourceVolume) => {
		const unnamed = openPart(sourceVolume);
		if (unnamed !== null) return writableFrom(mayBeOfHost ? unnamed : null);
		const name = nonEmptyString(sourceVolume);
		return name === null ? writableFrom(null) : (known.get(name) ?? writableFrom(unresolved));
	};
}

const writableFrom = (hostPath: Value<string | null>): VolumeSource => ({ hostPath, readOnly: false });

function volumeSourceOf({ host, dockerVolumeConfiguration: docker }: Fields): VolumeSource {
	const path = openPart(host) ?? stringValue(fieldsIn(host)["sourcePath"]);
	if (path !== null) return writableFrom(path);
	const { driver, driverOpts } = fieldsIn(docker);
	const options = asUnresolved(docker) ?? driverOpts;
	// The options below are those of the driver `local`, which is the default.
	const foreign = asUnresolved(driver) === null && nonEmptyString(driver) !== "local" ? nonEmptyString(driver) : null;
	if (foreign !== null) return writableFrom(hostPathOfForeignDriver(foreign, fieldsIn(options)));
	return asUnresolved(options) === null ? boundVolumeSource(fieldsIn(options)) : writableFrom(openPart(options));
}

/** A third-party driver that has a path among its options may mount it, from the host or from elsewhere. */
function hostPathOfForeignDriver(driver: string, options: Fields): Unresolved | null {
	const hasPathOption = Object.values(options).some((value) => nonEmptyString(value)?.startsWith("/"));
	return hasPathOption ? { unresolved: `the volume driver ${formatForDisplay(driver)} decides what it mounts` } : null;
}

/** Unresolved options may bind the device, and an unresolved device may be a host path. */
function boundVolumeSource({ type, o, device }: Fields): VolumeSource {
	const options = (nonEmptyString(o) ?? "").split(",");
	const lower = overlayLowerFolder(nonEmptyString(type) ?? "", options);
	if (lower !== null) return writableFrom(lower);
	if (bindsHostPath(nonEmptyString(type) ?? "", options, nonEmptyString(device) ?? "")) {
		return { hostPath: stringValue(device), readOnly: options.includes("ro") };
	}
	return writableFrom(device === undefined || device === null ? null : (openPart(o) ?? openPart(type)));
}

/**
 * Whether options of the `local` driver, which passes them to mount(2), mount a path or a disk of the host instead of a remote file system.
 * https://docs.docker.com/engine/storage/volumes/#create-a-volume-with-options
 */
export const bindsHostPath = (type: string, o: readonly string[], device: string): boolean =>
	type === "none" || device.startsWith("/dev/") || o.some((option) => option === "bind" || option === "rbind");

/** The host folder that an overlay exposes; null for every other file system. */
export function overlayLowerFolder(type: string, o: readonly string[]): string | null {
	const [lower] = o.flatMap((option) => /^lowerdir=([^:]+)/.exec(option)?.[1] ?? []);
	return type === "overlay" ? (lower ?? null) : null;
}

/** An unresolved volume, or one with an unresolved name, may be any volume that is mounted. */
function firstUnresolved(volumes: readonly unknown[]): Unresolved | null {
	const [unresolved = null] = volumes.flatMap((volume) => openPart(volume) ?? openPart(fieldsIn(volume)["name"]) ?? []);
	return unresolved;
}
