import type { ContainerFacts, MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Unresolved } from "../../core/reading.ts";
import { formatPath, nameMount } from "./mount-names.ts";
import { afterLastUnknown, decidesWriting, isReadOnly } from "./tmpfs-options.ts";

/** Paths other than its root that a container can write to. */
export interface WritablePaths {
	readonly certain: readonly string[];
	/** Why there may be more; null when everything about its mounts is known. */
	readonly unknownReason: string | null;
}

export function writablePathsOf({ tmpfs, mounts }: Pick<ContainerFacts, "tmpfs" | "mounts">): WritablePaths {
	const entries = [
		...(isUnresolved(tmpfs) ? [unknownEntry("tmpfs mounts", tmpfs)] : tmpfs.map(tmpfsEntry)),
		...(isUnresolved(mounts) ? [unknownEntry("mounts", mounts)] : mounts.map(mountEntry)),
	];
	const [unknownReason = null] = entries.flatMap((entry) => ("unknownReason" in entry ? [entry.unknownReason] : []));
	return { certain: entries.flatMap((entry) => ("path" in entry ? [entry.path] : [])), unknownReason };
}

type WritableEntry = { readonly path: string } | { readonly unknownReason: string } | Record<string, never>;

const unknownEntry = (what: string, value: Unresolved): WritableEntry => ({
	unknownReason: `its ${what} are ${formatUnknown(value)}`,
});

function tmpfsEntry({ path, options }: TmpfsFacts): WritableEntry {
	// What is behind the last unknown option counts.
	const known = isUnresolved(options) ? afterLastUnknown(options.known ?? []) : options;
	if (isUnresolved(options) && !decidesWriting(known))
		return { unknownReason: `the options of ${nameMount("tmpfs", path, options)} are ${formatUnknown(options)}` };
	return isReadOnly(known) ? {} : { path: formatPath(path) };
}

function mountEntry({ path, readOnly }: MountFacts): WritableEntry {
	if (isUnresolved(readOnly))
		return {
			unknownReason: `whether ${nameMount("mount", path, readOnly)} is read-only is ${formatUnknown(readOnly)}`,
		};
	return readOnly ? {} : { path: formatPath(path) };
}

/** The known paths that something is mounted at. */
export function mountedPaths({ tmpfs, mounts }: Pick<ContainerFacts, "tmpfs" | "mounts">): readonly string[] {
	const all = [...(isUnresolved(tmpfs) ? [] : tmpfs), ...(isUnresolved(mounts) ? [] : mounts)];
	return all.flatMap(({ path }) => (isUnresolved(path) ? [] : path));
}
