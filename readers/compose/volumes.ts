import type { MountFacts, TmpfsFacts } from "../../core/facts.ts";
import type { Value } from "../../core/reading.ts";
import { binds, lowerFolder } from "../../domain/ecs-json/host-paths.ts";
import { known, openings, reasonFor, splitAt, type Template, written } from "./template.ts";
import { readTmpfsOptions } from "./tmpfs-text.ts";
import { isFolder, isOnlyOpen, sourceKind, type VolumeText } from "./volume-text.ts";

/** What the `local` driver is told to mount, in the words of mount(8); absent: what is not written. */
export interface DriverOptions {
	readonly type?: Template;
	readonly o?: Template;
	readonly device?: Template;
}

/** Options of the volumes that a file defines, by name. */
export type Volumes = ReadonlyMap<string, DriverOptions>;

/** What one entry gives a container. */
export type Mounted = { readonly mount: MountFacts } | { readonly tmpfs: TmpfsFacts };

/** The mount of a volume or of a path of the host. */
export function mountedFrom({ source, target, readOnly }: VolumeText, volumes: Volumes): Mounted {
	const path = known(target);
	if (source === null) {
		const other: Value<null> = isOnlyOpen(target) ? unresolved(target) : null;
		return { mount: { path, volume: other, hostPath: other, readOnly } };
	}
	const kind = sourceKind(source);
	if (kind === "path") return { mount: { path, volume: null, hostPath: hostPathOf(source, readOnly), readOnly } };
	if (kind === "open") return { mount: { path, volume: unresolved(source), hostPath: unresolved(source), readOnly } };
	return fromVolume(source, path, readOnly, volumes);
}

/**
 * A path of the host. Where it begins in a folder that only the shell knows it is as good as a relative one, and where
 * it can be written to it is one of the host's whatever it is: both are told as they are written.
 */
export function hostPathOf(source: Template, readOnly: Value<boolean>): Value<string> {
	const [first, ...others] = source;
	const begins = first !== undefined && typeof first !== "string" && isFolder(first);
	const enough = readOnly === false || (begins && openings(others).length === 0);
	return enough ? written(source) : known(source);
}

/** A volume by name: its driver may mount a path of the host, or a tmpfs. */
export function fromVolume(name: Template, path: Value<string>, readOnly: Value<boolean>, volumes: Volumes): Mounted {
	const { type = [], o = [], device } = volumes.get(written(name)) ?? {};
	const options = splitAt(o, ",").map(written);
	if (written(type) === "tmpfs") return { tmpfs: { path, ...ofLocalDriver(o, readOnly === true) } };
	return {
		mount: {
			path,
			volume: known(name),
			hostPath:
				lowerFolder(written(type), options) ??
				(device !== undefined && binds(written(type), options, written(device)) ? hostPathOf(device, readOnly) : null),
			readOnly: options.includes("ro") ? true : readOnly,
		},
	};
}

/**
 * The driver hands its options to mount(2) as they are, which allows what it is not told to forbid: none of the engine's
 * own options for a tmpfs are added (github.com/moby/moby, volume/local/local_unix.go).
 */
function ofLocalDriver(o: Template, readOnly: boolean): Pick<TmpfsFacts, "sizeMiB" | "options"> {
	const { sizeMiB, options } = readTmpfsOptions(o);
	if (!Array.isArray(options)) return { sizeMiB, options };
	return { sizeMiB, options: ["exec", "suid", "dev", ...options, ...(readOnly ? ["ro"] : [])] };
}

const unresolved = (text: Template): { readonly unresolved: string } => ({ unresolved: reasonFor(openings(text)) });
