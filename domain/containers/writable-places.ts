import type { ContainerFacts, MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { isUnresolved, notKnown, type Unresolved } from "../../core/reading.ts";
import { pathText } from "./per-container.ts";
import { isReadOnly } from "./tmpfs-options.ts";

/** Where a container can write beside its root: certainly, and why there may be more. */
export interface WritablePlaces {
	readonly certain: readonly string[];
	/** Null when everything about its mounts is known. */
	readonly open: string | null;
}

export function writablePlaces({ tmpfs, mounts }: Pick<ContainerFacts, "tmpfs" | "mounts">): WritablePlaces {
	const places = [
		...(isUnresolved(tmpfs) ? [unknownList("tmpfs mounts", tmpfs)] : tmpfs.map(placeOfTmpfs)),
		...(isUnresolved(mounts) ? [unknownList("mounts", mounts)] : mounts.map(placeOfMount)),
	];
	const [open = null] = places.flatMap((place) => ("open" in place ? [place.open] : []));
	return { certain: places.flatMap((place) => ("path" in place ? [place.path] : [])), open };
}

type Place = { readonly path: string } | { readonly open: string } | Record<string, never>;

const unknownList = (what: string, value: Unresolved): Place => ({ open: `its ${what} are ${notKnown(value)}` });

function placeOfTmpfs({ path, options }: TmpfsFacts): Place {
	if (isUnresolved(options))
		return { open: `the options of tmpfs ${pathText(path, options)} are ${notKnown(options)}` };
	return isReadOnly(options) ? {} : { path: pathText(path) };
}

function placeOfMount({ path, readOnly }: MountFacts): Place {
	if (isUnresolved(readOnly))
		return { open: `whether mount ${pathText(path, readOnly)} is read-only is ${notKnown(readOnly)}` };
	return readOnly ? {} : { path: pathText(path) };
}

/** Paths that something is mounted at, as far as they are known. */
export function mountedPaths({ tmpfs, mounts }: Pick<ContainerFacts, "tmpfs" | "mounts">): readonly string[] {
	const all = [...(isUnresolved(tmpfs) ? [] : tmpfs), ...(isUnresolved(mounts) ? [] : mounts)];
	return all.flatMap(({ path }) => (isUnresolved(path) ? [] : path));
}
