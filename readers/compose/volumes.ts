import type { MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { emptyText, type PartialText, reasonOf } from "../../core/partial-text.ts";
import { type Value, valueOfText } from "../../core/reading.ts";
import { bindsHostPath, overlayLowerFolder } from "../../domain/ecs-json/volume-sources.ts";
import { readTmpfsOptions } from "./tmpfs-text.ts";
import { isFolderVariable, sourceKind, type VolumeText } from "./volume-text.ts";

/** The options of the `local` driver, in the terms of mount(8); absent when not written. */
export interface DriverOptions {
	readonly type?: PartialText;
	readonly o?: PartialText;
	readonly device?: PartialText;
}

/** Options of the volumes that a file defines, by name. */
export type Volumes = ReadonlyMap<string, DriverOptions>;

/** What one entry mounts into a container. */
export type Mounted = { readonly mount: MountFacts } | { readonly tmpfs: TmpfsFacts };

/** The mount of a volume or of a path of the host. */
export function mountVolumeText({ source, target, readOnly }: VolumeText, volumes: Volumes): Mounted {
	const path = valueOfText(target);
	if (source === null) {
		const other: Value<null> = target.isOnlyHole ? unresolved(target) : null;
		return { mount: { path, volume: other, hostPath: other, readOnly } };
	}
	const kind = sourceKind(source);
	if (kind === "path") return { mount: { path, volume: null, hostPath: hostPathOf(source, readOnly), readOnly } };
	if (kind === "unknown")
		return { mount: { path, volume: unresolved(source), hostPath: unresolved(source), readOnly } };
	return mountVolume(source, path, readOnly, volumes);
}

/**
 * A path of the host. A path that starts with a variable for a folder counts as a relative path, and a writable one
 * is a path of the host whatever its value: both are known as written.
 */
export function hostPathOf(source: PartialText, readOnly: Value<boolean>): Value<string> {
	const [first] = source.parts;
	const begins = first !== undefined && typeof first !== "string" && isFolderVariable(first);
	const enough = readOnly === false || (begins && source.holes.length === 1);
	return enough ? String(source) : valueOfText(source);
}

/** A volume by name: its driver may mount a path of the host, or a tmpfs. */
export function mountVolume(
	name: PartialText,
	path: Value<string>,
	readOnly: Value<boolean>,
	volumes: Volumes,
): Mounted {
	const { type = emptyText, o = emptyText, device } = volumes.get(String(name)) ?? {};
	const options = o.splitAt(",").map(String);
	if (String(type) === "tmpfs") return { tmpfs: { path, ...localTmpfsOptions(o, readOnly === true) } };
	return {
		mount: {
			path,
			volume: valueOfText(name),
			hostPath:
				overlayLowerFolder(String(type), options) ??
				(device !== undefined && bindsHostPath(String(type), options, String(device))
					? hostPathOf(device, readOnly)
					: null),
			readOnly: options.includes("ro") ? true : readOnly,
		},
	};
}

/**
 * The driver passes its options to mount(2) unchanged, which allows everything that is not forbidden: none of the engine's
 * own options for a tmpfs are added (github.com/moby/moby, volume/local/local_unix.go).
 */
function localTmpfsOptions(o: PartialText, readOnly: boolean): Pick<TmpfsFacts, "sizeMiB" | "options"> {
	const { sizeMiB, options } = readTmpfsOptions(o);
	if (!Array.isArray(options)) return { sizeMiB, options };
	return { sizeMiB, options: ["exec", "suid", "dev", ...options, ...(readOnly ? ["ro"] : [])] };
}

const unresolved = (text: PartialText): { readonly unresolved: string } => ({ unresolved: reasonOf(text.holes) });
