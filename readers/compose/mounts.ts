import type { MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { emptyText } from "../../core/partial-text.ts";
import { unresolved } from "./attributes.ts";
import { isMissing, type Layers, layersUnder, partsOf, topLayer } from "./layers.ts";
import { configOrSecretMount, unknownMount, volumeEntry } from "./mount-entries.ts";
import { booleanOf, entriesOf, fieldOf, itemsOf, type Part, textWithHoles } from "./part.ts";
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

/** The mounts of a service itself, in the order in which they are written; a missing layer is an unknown mount. */
export function ownMounts(layers: Layers, volumes: Volumes): OwnMounts {
	const mounted = mergeByTarget(layersUnder(layers, "volumes"), (part) => volumeEntry(part, volumes), unknownMounted);
	const temporary = mergeByTarget(layersUnder(layers, "tmpfs"), tmpfsItem, unknownTmpfs);
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
const configOrSecretMounts = (layers: Layers, key: string, folder: string): readonly Entry<Mounted>[] =>
	mergeByTarget(
		partsOf(layersUnder(layers, key)),
		(part) => ({ mount: configOrSecretMount(part, folder) }),
		unknownMounted,
	);

/** `use_api_socket` mounts the engine's socket. https://docs.docker.com/reference/compose-file/services/#use_api_socket */
function apiSocket(layers: Layers): readonly Entry<MountFacts>[] {
	const top = topLayer(layersUnder(layers, "use_api_socket"));
	if (top === null || isMissing(top)) return [];
	const used = booleanOf(top);
	if (used === false) return [];
	const hostPath = used === true ? socket : used;
	return [{ fact: { path: socket, volume: null, hostPath, readOnly: false }, part: top }];
}

/** Merges the entries of all layers: an entry replaces one of an earlier layer with the same target. */
function mergeByTarget(
	layers: Layers,
	read: (part: Part) => Mounted,
	unknownEntry: (missing: string) => Mounted,
): readonly Entry<Mounted>[] {
	let entries: readonly Entry<Mounted>[] = [];
	for (const layer of layers) {
		const own: readonly Entry<Mounted>[] = isMissing(layer)
			? [{ fact: unknownEntry(layer.missing), part: null }]
			: itemsOf(layer).map((part) => ({ fact: read(part), part }));
		const targets = new Set(own.map(targetOf));
		entries = [...entries.filter((entry) => !targets.has(targetOf(entry))), ...own];
	}
	return entries;
}

/** An unknown target is equal only to itself. */
const targetOf = ({ fact }: Entry<Mounted>): unknown => ("mount" in fact ? fact.mount.path : fact.tmpfs.path);

/** The driver options of the volumes that a file defines. Only the driver `local`, which is the default, has these. */
export function volumesIn(defined: ReadonlyMap<string, Part>): Volumes {
	return new Map([...defined].map(([name, part]) => [name, driverOptions(part)] as const));
}

function driverOptions(part: Part): DriverOptions {
	const options = fieldOf(part, "driver_opts");
	const driver = fieldOf(part, "driver");
	if (options === null || (driver !== null && driver.value !== "local")) return {};
	return Object.fromEntries(entriesOf(options).map(([key, option]) => [key, textWithHoles(option) ?? emptyText]));
}
