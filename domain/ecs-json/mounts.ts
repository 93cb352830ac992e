import type { MountFacts } from "../../core/facts.ts";
import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { normalizePath } from "../containers/mount-paths.ts";
import { asUnresolved, booleanValue, listValue, nonEmptyString, openPart, stringValue } from "./values.ts";
import { type FindVolumeSource, volumeSourcesOf } from "./volume-sources.ts";

/** ECS allows ten containers per definition; a file may list more, and each may inherit from all others. */
const maxInherited = 20;

/**
 * The mounts of a definition's containers: their own mount points joined with the volumes, then those that `volumesFrom`
 * inherits from other containers, directly or indirectly. As in Docker, a container's own mount hides an inherited one.
 */
export function mountsOf(
	containers: readonly Fields[],
	volumes: unknown,
): (container: Fields) => Value<readonly MountFacts[]> {
	const volumeSource = volumeSourcesOf(volumes);
	const findByName = finderByName(containers);
	const ownOf = (container: Fields): Value<readonly MountFacts[]> =>
		listValue(container["mountPoints"], (point) => mountOf(point, volumeSource));
	return (container) => {
		const own = ownOf(container);
		if (!Array.isArray(own)) return own;
		const sources = sourceContainersOf(container, findByName);
		if (sources === null) return { unresolved: `volumesFrom leads to more than ${maxInherited} containers` };
		const ownPaths = new Set(own.map(pathKey));
		const inherited = new Map<unknown, MountFacts>();
		for (const { source, readOnly } of sources) {
			for (const mount of mountsFrom(source, ownOf)) {
				const key = pathKey(mount);
				const known = inherited.get(key);
				const inheritedMount = { ...mount, readOnly: readOnlyIfAny(readOnly, mount.readOnly) };
				// A path that is inherited twice is writable if one of the mounts is.
				if (!ownPaths.has(key) && (known === undefined || isMoreWritable(inheritedMount, known)))
					inherited.set(key, inheritedMount);
			}
		}
		return [...own, ...inherited.values()];
	};
}

/** Equal for every spelling of a path; an unresolved path equals only itself. */
const pathKey = ({ path }: MountFacts): unknown => (typeof path === "string" ? normalizePath(path) : path);

/** Read-only if either is; unresolved if that depends on one of them. */
function readOnlyIfAny(one: Value<boolean>, other: Value<boolean>): Value<boolean> {
	if (one === true || other === true) return true;
	return one === false ? other : one;
}

const isMoreWritable = (one: MountFacts, other: MountFacts): boolean =>
	one.readOnly !== true && other.readOnly !== false;

interface SourceContainer {
	/** The container whose mounts are inherited, or why it is unknown. */
	readonly source: Fields | Unresolved;
	readonly readOnly: Value<boolean>;
}

/** Unknown mounts are represented by a single unknown mount. */
function mountsFrom(
	source: Fields | Unresolved,
	ownOf: (container: Fields) => Value<readonly MountFacts[]>,
): readonly MountFacts[] {
	const unresolved = openPart(source);
	const mounts = unresolved ?? ownOf(fieldsIn(source));
	return Array.isArray(mounts) ? mounts : [unknownMount(openPart(mounts) ?? { unresolved: "" })];
}

const unknownMount = (unresolved: Unresolved): MountFacts => ({
	path: unresolved,
	volume: unresolved,
	hostPath: unresolved,
	readOnly: unresolved,
});

type FindByName = (name: string | null) => Fields | Unresolved | null;

/** Finds the first container with a name; an unresolved container may be the one. */
function finderByName(containers: readonly Fields[]): FindByName {
	const byName = new Map<string, Fields>();
	for (const container of containers.toReversed()) {
		const name = nonEmptyString(container["name"]);
		if (name !== null) byName.set(name, container);
	}
	const [unresolved = null] = containers.flatMap((container) => asUnresolved(container) ?? []);
	return (name) => (name === null ? null : (byName.get(name) ?? unresolved));
}

/** All containers whose mounts a container inherits, once per way of mounting; null when there are too many. */
function sourceContainersOf(container: Fields, findByName: FindByName): readonly SourceContainer[] | null {
	const found = new Map<string, SourceContainer>();
	const queue: { readonly source: Fields; readonly readOnly: Value<boolean> }[] = [
		{ source: container, readOnly: false },
	];
	for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
		const from = next.source["volumesFrom"];
		for (const entry of asUnresolved(from) === null ? itemsIn(from) : [from]) {
			const { sourceContainer, readOnly: own } = fieldsIn(entry);
			const source =
				asUnresolved(entry) ?? asUnresolved(sourceContainer) ?? findByName(nonEmptyString(sourceContainer));
			const readOnly = readOnlyIfAny(next.readOnly, booleanValue(own) ?? false);
			if (source === null || source === container) continue;
			const unresolved = asUnresolved(source);
			const key = `${typeof readOnly === "boolean" ? readOnly : "open"} ${unresolved?.unresolved ?? sourceContainer}`;
			if (found.has(key)) continue;
			found.set(key, { source, readOnly });
			if (unresolved === null) queue.push({ source: fieldsIn(source), readOnly });
			if (found.size > maxInherited) return null;
		}
	}
	return [...found.values()];
}

function mountOf(point: unknown, volumeSource: FindVolumeSource): MountFacts {
	const unresolved = openPart(point);
	if (unresolved !== null) return unknownMount(unresolved);
	const { sourceVolume, containerPath, readOnly } = fieldsIn(point);
	const source = volumeSource(sourceVolume);
	return {
		path: stringValue(containerPath) ?? { unresolved: "the mount point has no containerPath" },
		volume: stringValue(sourceVolume),
		hostPath: source.hostPath,
		readOnly: source.readOnly || (booleanValue(readOnly) ?? false),
	};
}
