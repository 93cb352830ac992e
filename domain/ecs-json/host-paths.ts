import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { shown } from "../../core/text.ts";
import { openIn, textUnlessOpen, writtenText } from "./open-values.ts";

/** What a mount point's `sourceVolume` stands for. */
interface FromHost {
	/** The place of the host; null when it is none. */
	readonly hostPath: Value<string | null>;
	/** Whether the volume cannot be written to, whatever the mount point says. */
	readonly readOnly: boolean;
}
export type HostPaths = (sourceVolume: unknown) => FromHost;

/**
 * A host volume with a sourcePath shows a place of the host, without one the engine chooses a place of its own; a Docker volume
 * shows one where its driver is told to bind it.
 */
export function hostPathsOf(volumes: unknown): HostPaths {
	const list = itemsIn(volumes);
	const known = new Map<string, FromHost>();
	for (const volume of list.toReversed()) {
		const name = writtenText(fieldsIn(volume)["name"]);
		if (name !== null) known.set(name, fromHost(fieldsIn(volume)));
	}
	const open = openIn(volumes) ?? firstOpen(list);
	const mayBeOfHost = open !== null || [...known.values()].some(({ hostPath }) => hostPath !== null);
	return (sourceVolume) => {
		const unnamed = openIn(sourceVolume);
		if (unnamed !== null) return at(mayBeOfHost ? unnamed : null);
		const name = writtenText(sourceVolume);
		return name === null ? at(null) : (known.get(name) ?? at(open));
	};
}

const at = (hostPath: Value<string | null>): FromHost => ({ hostPath, readOnly: false });

function fromHost({ host, dockerVolumeConfiguration: docker }: Fields): FromHost {
	const path = openIn(host) ?? textUnlessOpen(fieldsIn(host)["sourcePath"]);
	if (path !== null) return at(path);
	const { driver, driverOpts } = fieldsIn(docker);
	const options = openIn(docker) ?? driverOpts;
	// Only the driver `local`, which is the default, has the options that are known here.
	const foreign = openIn(driver) === null && writtenText(driver) !== "local" ? writtenText(driver) : null;
	if (foreign !== null) return at(byForeign(foreign, fieldsIn(options)));
	return openIn(options) === null ? boundBy(fieldsIn(options)) : at(openIn(options));
}

/** A driver of somebody else's that is told a path may mount it, from the host or from elsewhere. */
function byForeign(driver: string, options: Fields): Unresolved | null {
	const isToldPath = Object.values(options).some((value) => writtenText(value)?.startsWith("/"));
	return isToldPath ? { unresolved: `the volume driver ${shown(driver)} decides what it mounts` } : null;
}

/** What is open may bind a device, and may be one to be bound. */
function boundBy({ type, o, device }: Fields): FromHost {
	const options = (writtenText(o) ?? "").split(",");
	const below = lowerFolder(writtenText(type) ?? "", options);
	if (below !== null) return at(below);
	if (binds(writtenText(type) ?? "", options, writtenText(device) ?? "")) {
		return { hostPath: textUnlessOpen(device), readOnly: options.includes("ro") };
	}
	return at(device === undefined || device === null ? null : (openIn(o) ?? openIn(type)));
}

/**
 * Whether options of the `local` driver, which hands them to mount(2), show a place or a disk of the host instead of a file system from elsewhere.
 * https://docs.docker.com/engine/storage/volumes/#create-a-volume-with-options
 */
export const binds = (type: string, o: readonly string[], device: string): boolean =>
	type === "none" || device.startsWith("/dev/") || o.some((option) => option === "bind" || option === "rbind");

/** The folder of the host that an overlay shows; null for every other file system. */
export function lowerFolder(type: string, o: readonly string[]): string | null {
	const [lower] = o.flatMap((option) => /^lowerdir=([^:]+)/.exec(option)?.[1] ?? []);
	return type === "overlay" ? (lower ?? null) : null;
}

/** A volume that is open, or whose name is, may be any that is mounted. */
function firstOpen(volumes: readonly unknown[]): Unresolved | null {
	const [open = null] = volumes.flatMap((volume) => openIn(volume) ?? openIn(fieldsIn(volume)["name"]) ?? []);
	return open;
}
