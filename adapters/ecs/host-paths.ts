import type { Unresolved, Value } from "../../core/reading.ts";
import { type Fields, fieldsIn, itemsIn } from "../json.ts";
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
	// Only the driver `local`, which is the default, has these options.
	if ((textUnlessOpen(driver) ?? "local") !== "local" && openIn(driver) === null) return at(null);
	const options = openIn(docker) ?? driverOpts;
	return openIn(options) === null ? boundBy(fieldsIn(options)) : at(openIn(options));
}

/** What is open may bind a device, and may be one to be bound. */
function boundBy({ type, o, device }: Fields): FromHost {
	const options = (writtenText(o) ?? "").split(",");
	if (binds(writtenText(type) ?? "", options)) {
		return { hostPath: textUnlessOpen(device), readOnly: options.includes("ro") };
	}
	return at(device === undefined || device === null ? null : (openIn(o) ?? openIn(type)));
}

/**
 * Whether options of the `local` driver, which hands them to mount(2), bind a place of the host instead of mounting a file system.
 * https://docs.docker.com/engine/storage/volumes/#create-a-volume-with-options
 */
export const binds = (type: string, o: readonly string[]): boolean =>
	type === "none" || o.some((option) => option === "bind" || option === "rbind");

/** A volume that is open, or whose name is, may be any that is mounted. */
function firstOpen(volumes: readonly unknown[]): Unresolved | null {
	const [open = null] = volumes.flatMap((volume) => openIn(volume) ?? openIn(fieldsIn(volume)["name"]) ?? []);
	return open;
}
