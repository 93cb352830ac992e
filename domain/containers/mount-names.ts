import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";

type Path = Value<string>;
type Noun = "tmpfs" | "mount";

/** The path of a mount for a message, with labels for the parts that a file does not determine; null if nothing of it is known. */
export function knownPath(path: Path): string | null {
	if (!isUnresolved(path)) return formatForDisplay(path);
	return path.text === undefined || path.text.isOnlyHole ? null : formatForDisplay(String(path.text));
}

/** The same, in a list of paths: `/tmp`, `/data/${Name}`, `a path that is unknown (why)`. */
export const formatPath = (path: Path): string =>
	knownPath(path) ?? `a path that is ${isUnresolved(path) ? formatUnknown(path) : path}`;

/**
 * A mount as a message calls it: `tmpfs /tmp`, `mount /data/${Name}`, `a mount whose path is unknown (why)`. The reason is left out, as
 * `a mount`, if the message gives the same one for `nextValue`.
 */
export function nameMount(noun: Noun, path: Path, nextValue?: unknown): string {
	const known = knownPath(path);
	if (known !== null) return `${noun} ${known}`;
	if (!isUnresolved(path)) return noun;
	const isSaid = isUnresolved(nextValue) && nextValue.unresolved === path.unresolved;
	return isSaid ? `a ${noun}` : `a ${noun} whose path is ${formatUnknown(path)}`;
}

/** The same of all tmpfs mounts of a container, at least one: `tmpfs /tmp, /run and a tmpfs whose path is unknown (why)`. */
export function nameTmpfs(mounts: readonly { readonly path: Path }[], nextValue?: unknown): string {
	const paths = mounts.flatMap(({ path }) => knownPath(path) ?? []);
	const others = mounts.flatMap(({ path }) => (knownPath(path) === null ? nameMount("tmpfs", path, nextValue) : []));
	const known = paths.length === 0 ? [] : [`tmpfs ${paths.join(", ")}`];
	return [...known, ...(others.length === 0 ? [] : [formatList([...new Set(others)])])].join(" and ");
}

/** What advice calls it: by its path, or where that is unknown, by what it is. */
export const pointAt = (noun: "tmpfs" | "mount" | "mount point", path: Path): string => {
	const known = knownPath(path);
	return known === null ? `the ${noun}` : `${noun} ${known}`;
};
