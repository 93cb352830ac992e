import { posix } from "node:path";
import type { MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { emptyText, type PartialText } from "../../core/partial-text.ts";
import type { Value } from "../../core/reading.ts";
import { unresolved } from "./attributes.ts";
import { isMapping, isMissing, type Layers, layersOfKey, layersUnder, partsOf, topLayer } from "./layers.ts";
import { configOrSecretMount, unknownMount, volumeEntry } from "./mount-entries.ts";
import { booleanOf, itemsOf, type Part, taggedEntriesOf, tagOf, textWithHoles, withoutTag } from "./part.ts";
import { readTmpfsText } from "./tmpfs-text.ts";
import type { DriverOptions, Mounted, Volumes } from "./volumes.ts";

/** A fact, and the entry that it comes from; null when it comes from none. */
export interface Entry<T> {
	readonly fact: T;
	readonly part: Part | null;
}

export interface OwnMounts {
	readonly tmpfs: readonly Entry<TmpfsFacts>[];
	readonly mounts: readonly Entry<MountFacts>[];
}

const socket = "/var/run/docker.sock";

/**
 * The mounts of a service itself, in the order in which they are written; a missing layer is an unknown mount. `keepsLast`: of several entries of
 * a list with the same target only the last one counts, as in Compose (github.com/compose-spec/compose-go, override/uncity.go). The targets of
 * volumes are cleaned, by Compose and by the engine (github.com/moby/moby, volume/mounts/linux_parser.go).
 */
export function ownMounts(layers: Layers, volumes: Volumes, keepsLast: boolean): OwnMounts {
	const lastOf = keepsLast ? lastOfTarget : same;
	const volume = (part: Part): Mounted => volumeEntry(part, volumes);
	const mounted = mergeByTarget(layersOfKey(layers, "volumes"), volume, unknownMounted, (entries) =>
		lastOf(lastOf(entries).map(withTargetOfShortForm)),
	).map(withCleanTarget);
	const temporary = mergeByTarget(layersOfKey(layers, "tmpfs"), tmpfsItem, unknownTmpfs, lastOf);
	return {
		tmpfs: [...temporary, ...mounted].flatMap(({ fact, part }) =>
			"tmpfs" in fact ? [{ fact: fact.tmpfs, part }] : [],
		),
		mounts: [
			...[
				...mounted,
				...configOrSecretMounts(layers, "configs", "/"),
				...configOrSecretMounts(layers, "secrets", "/run/secrets/"),
			].flatMap(({ fact, part }) => ("mount" in fact ? [{ fact: fact.mount, part }] : [])),
			...apiSocket(layers),
		],
	};
}

const unknownMounted = (missing: string): Mounted => ({ mount: unknownMount(unresolved(missing)) });

function unknownTmpfs(missing: string): Mounted {
	const why = unresolved(missing);
	return { tmpfs: { path: why, sizeMiB: why, options: why } };
}

function tmpfsItem(part: Part): Mounted {
	const text = textWithHoles(part);
	return text === null ? unknownTmpfs("it is not a string") : { tmpfs: readTmpfsText(text) };
}

/** Missing layers are ignored: what they would mount is read-only. */
const configOrSecretMounts = (layers: Layers, key: "configs" | "secrets", folder: string): readonly Entry<Mounted>[] =>
	mergeByTarget(
		partsOf(layersOfKey(layers, key)),
		(part) => ({ mount: configOrSecretMount(part, folder) }),
		unknownMounted,
	);

/** `use_api_socket` mounts the engine's socket. https://docs.docker.com/reference/compose-file/services/#use_api_socket */
function apiSocket(layers: Layers): readonly Entry<MountFacts>[] {
	const top = topLayer(layersOfKey(layers, "use_api_socket"));
	if (top === null || isMissing(top)) return [];
	const used = booleanOf(top);
	if (used === false) return [];
	const hostPath = used === true ? socket : used;
	return [{ fact: { path: socket, volume: null, hostPath, readOnly: false }, part: top }];
}

type Entries = readonly Entry<Mounted>[];

/** Merges the entries of all layers: an entry replaces one of an earlier layer with the same target. `unique` removes those of the same layer. */
function mergeByTarget(
	layers: Layers,
	read: (part: Part) => Mounted,
	unknownEntry: (missing: string) => Mounted,
	unique: (entries: Entries) => Entries = same,
): Entries {
	let entries: Entries = [];
	for (const layer of layers) {
		const own: Entries = isMissing(layer)
			? [{ fact: unknownEntry(layer.missing), part: null }]
			: itemsOf(layer).map((part) => ({ fact: read(part), part }));
		const targets = new Set(own.map(targetOf));
		entries = unique([...entries.filter((entry) => !targets.has(targetOf(entry))), ...own]);
	}
	return entries;
}

const same = <T>(entries: T): T => entries;

function lastOfTarget(entries: Entries): Entries {
	const last = new Map(entries.map((entry) => [targetOf(entry), entry]));
	return entries.filter((entry) => last.get(targetOf(entry)) === entry);
}

/** An unknown target is equal only to itself. */
const targetOf = ({ fact }: Entry<Mounted>): unknown => ("mount" in fact ? fact.mount.path : fact.tmpfs.path);

/**
 * Compose removes duplicates, cleans the targets of the short form, removes duplicates again (loader/loader.go; transform/volume.go), and only then
 * cleans those of the long form (loader/normalize.go, since 2.4.0): a duplicate that shows there stays, and the order decides which is mounted.
 */
const withTargetOfShortForm = (entry: Entry<Mounted>): Entry<Mounted> =>
	entry.part !== null && isMapping(entry.part) ? entry : withCleanTarget(entry);

function withCleanTarget({ fact, part }: Entry<Mounted>): Entry<Mounted> {
	if ("mount" in fact) return { fact: { mount: { ...fact.mount, path: cleanTarget(fact.mount.path) } }, part };
	return { fact: { tmpfs: { ...fact.tmpfs, path: cleanTarget(fact.tmpfs.path) } }, part };
}

/** Does the same as Go's path.Clean. */
const cleanTarget = (path: Value<string>): Value<string> =>
	typeof path === "string" ? posix.normalize(path).replace(/(?<=.)\/$/, "") : path;

/** The driver options of the volumes that a file defines. Only the driver `local`, which is the default, has these. */
export function volumesIn(defined: ReadonlyMap<string, Layers>): Volumes {
	return new Map([...defined].map(([name, layers]) => [name, driverOptions(layers)] as const));
}

function driverOptions(layers: Layers): DriverOptions {
	const driver = topLayer(layersUnder(layers, "driver"));
	if (driver !== null && !isMissing(driver) && withoutTag(driver).value !== "local") return {};
	const options = new Map<string, PartialText>();
	for (const [key, option] of partsOf(layersUnder(layers, "driver_opts")).flatMap(taggedEntriesOf)) {
		if (tagOf(option) === "!reset") options.delete(key);
		else options.set(key, textWithHoles(option) ?? emptyText);
	}
	return Object.fromEntries(options);
}
