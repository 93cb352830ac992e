import type { MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { emptyText, type PartialText } from "../../core/partial-text.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { unresolved } from "./attributes.ts";
import { mebibytes } from "./byte-value.ts";
import { booleanOf, fieldOf, type Part, textOf, textWithHoles } from "./part.ts";
import { readVolumeText } from "./volume-text.ts";
import { hostPathOf, type Mounted, mountVolume, mountVolumeText, type Volumes } from "./volumes.ts";

/** A mount whose properties are unknown, except perhaps that it is read-only. */
export const unknownMount = (why: Unresolved, readOnly: Value<boolean> = why): MountFacts => ({
	path: why,
	volume: why,
	hostPath: why,
	readOnly,
});

/** An entry of `volumes`, in its short or its long form. https://docs.docker.com/reference/compose-file/services/#volumes */
export function volumeEntry(part: Part, volumes: Volumes): Mounted {
	const text = textWithHoles(part);
	if (text === null) return longEntry(part, volumes);
	const parts = readVolumeText(text);
	return parts === null ? { mount: unknownMount(unresolved("it is not a volume")) } : mountVolumeText(parts, volumes);
}

function longEntry(part: Part, volumes: Volumes): Mounted {
	const target = fieldOf(part, "target");
	const path = target === null ? unresolved("the volume has no target") : textOf(target);
	const flag = fieldOf(part, "read_only");
	const readOnly = flag === null ? false : booleanOf(flag);
	const type = fieldOf(part, "type");
	const kind = type === null ? "volume" : textOf(type);
	const named = fieldOf(part, "source");
	const source = named === null ? null : textWithHoles(named);
	if (typeof kind !== "string") return { mount: { path, volume: kind, hostPath: kind, readOnly } };
	if (kind === "tmpfs") return { tmpfs: tmpfsEntry(part, path, readOnly) };
	return mountOfKind(kind, { path, readOnly, source }, volumes);
}

interface Long {
	readonly path: Value<string>;
	readonly readOnly: Value<boolean>;
	readonly source: PartialText | null;
}

function mountOfKind(kind: string, { path, readOnly, source }: Long, volumes: Volumes): Mounted {
	if (kind === "bind" || kind === "npipe") {
		const hostPath = source === null ? unresolved("the mount has no source") : hostPathOf(source, readOnly);
		return { mount: { path, volume: null, hostPath, readOnly } };
	}
	// https://docs.docker.com/engine/storage/image-mounts/: they are read-only.
	if (kind === "image") return { mount: { path, volume: null, hostPath: null, readOnly: true } };
	if (kind !== "volume" && kind !== "cluster") {
		const why = unresolved("its type is not recognized");
		return { mount: { path, volume: why, hostPath: why, readOnly } };
	}
	if (source === null) return { mount: { path, volume: null, hostPath: null, readOnly } };
	return mountVolume(source, path, readOnly, volumes);
}

/** The long form has no other mount options: the engine's defaults apply. A size of zero means no size. */
function tmpfsEntry(part: Part, path: Value<string>, readOnly: Value<boolean>): TmpfsFacts {
	const options = fieldOf(part, "tmpfs");
	const written = options === null ? null : fieldOf(options, "size");
	const size = written === null ? null : mebibytes(textWithHoles(written) ?? emptyText);
	return {
		path,
		sizeMiB: size === 0 ? null : size,
		options: readOnly === false ? [] : readOnly === true ? ["ro"] : readOnly,
	};
}

/**
 * A config or a secret: mounted read-only, at `/name` or `/run/secrets/name` unless it has a target.
 * https://docs.docker.com/reference/compose-file/services/#secrets
 */
export function configOrSecretMount(part: Part, folder: string): MountFacts {
	const named = fieldOf(part, "target") ?? fieldOf(part, "source") ?? part;
	const text = textOf(named);
	const path =
		typeof text !== "string" ? unresolved(text.unresolved) : text.startsWith("/") ? text : `${folder}${text}`;
	return { path, volume: null, hostPath: null, readOnly: true };
}
