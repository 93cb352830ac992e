import type { MountFacts } from "../../core/facts.ts";
import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { samePath } from "../containers/mount-paths.ts";
import { type HostPaths, hostPathsOf } from "./host-paths.ts";
import { booleanUnlessOpen, listUnlessOpen, openIn, textUnlessOpen, writtenText } from "./open-values.ts";

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
	const volumeSource = hostPathsOf(volumes);
	const findByName = finderByName(containers);
	const ownOf = (container: Fields): Value<readonly MountFacts[]> =>
		listUnlessOpen(container["mountPoints"], (point) => mountOf(point, volumeSource));
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
const pathKey = ({ path }: MountFacts): unknown => (typeof path === "string" ? samePath(path) : path);

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
	const open = openIn(source);
	const mounts = open ?? ownOf(fieldsIn(source));
	return Array.isArray(mounts) ? mounts : [unknownMount(openIn(mounts) ?? { unresolved: "" })];
}

const unknownMount = (open: Unresolved): MountFacts => ({ path: open, volume: open, hostPath: open, readOnly: open });

type FindByName = (name: string | null) => Fields | Unresolved | null;

/** Finds the first container with a name; an unresolved container may be the one. */
function finderByName(containers: readonly Fields[]): FindByName {
	const byName = new Map<string, Fields>();
	for (const container of containers.toReversed()) {
		const name = writtenText(container["name"]);
		if (name !== null) byName.set(name, container);
	}
	const [open = null] = containers.flatMap((container) => openIn(container) ?? []);
	return (name) => (name === null ? null : (byName.get(name) ?? open));
}

/** All containers whose mounts a container inherits, once per way of mounting; null when there are too many. */
function sourceContainersOf(container: Fields, findByName: FindByName): readonly SourceContainer[] | null {
	const found = new Map<string, SourceContainer>();
	const queue: { readonly source: Fields; readonly readOnly: Value<boolean> }[] = [
		{ source: container, readOnly: false },
	];
	for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
		const from = next.source["volumesFrom"];
		for (const entry of openIn(from) === null ? itemsIn(from) : [from]) {
			const { sourceContainer, readOnly: own } = fieldsIn(entry);
			const source = openIn(entry) ?? openIn(sourceContainer) ?? findByName(writtenText(sourceContainer));
			const readOnly = readOnlyIfAny(next.readOnly, booleanUnlessOpen(own) ?? false);
			if (source === null || source === container) continue;
			const open = openIn(source);
			const key = `${typeof readOnly === "boolean" ? readOnly : "open"} ${open?.unresolved ?? sourceContainer}`;
			if (found.has(key)) continue;
			found.set(key, { source, readOnly });
			if (open === null) queue.push({ source: fieldsIn(source), readOnly });
			if (found.size > maxInherited) return null;
		}
	}
	return [...found.values()];
}

function mountOf(point: unknown, volumeSource: HostPaths): MountFacts {
	const open = openIn(point);
	if (open !== null) return unknownMount(open);
	const { sourceVolume, containerPath, readOnly } = fieldsIn(point);
	const source = volumeSource(sourceVolume);
	return {
		path: textUnlessOpen(containerPath) ?? { unresolved: "the mount point has no containerPath" },
		volume: textUnlessOpen(sourceVolume),
		hostPath: source.hostPath,
		readOnly: source.readOnly || (booleanUnlessOpen(readOnly) ?? false),
	};
}
