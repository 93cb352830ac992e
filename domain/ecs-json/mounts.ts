import type { MountFacts } from "../../core/facts.ts";
import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { samePath } from "../containers/mount-paths.ts";
import { type HostPaths, hostPathsOf } from "./host-paths.ts";
import { booleanUnlessOpen, listUnlessOpen, openIn, textUnlessOpen, writtenText } from "./open-values.ts";

/** ECS takes ten containers a definition; a file may claim more, and each may inherit from all others. */
const maxInherited = 20;

/**
 * The mounts of a definition's containers: their own mount points joined with the volumes, then what `volumesFrom`
 * takes over from other containers and what those took over. As in Docker, an own mount hides an inherited one.
 */
export function mountsOf(
	containers: readonly Fields[],
	volumes: unknown,
): (container: Fields) => Value<readonly MountFacts[]> {
	const fromHost = hostPathsOf(volumes);
	const named = byNameIn(containers);
	const ownOf = (container: Fields): Value<readonly MountFacts[]> =>
		listUnlessOpen(container["mountPoints"], (point) => mountOf(point, fromHost));
	return (container) => {
		const own = ownOf(container);
		if (!Array.isArray(own)) return own;
		const lenders = lendersOf(container, named);
		if (lenders === null) return { unresolved: `volumesFrom leads to more than ${maxInherited} containers` };
		const ownPlaces = new Set(own.map(placeOf));
		const inherited = new Map<unknown, MountFacts>();
		for (const { lender, readOnly } of lenders) {
			for (const mount of lentBy(lender, ownOf)) {
				const place = placeOf(mount);
				const known = inherited.get(place);
				const taken = { ...mount, readOnly: either(readOnly, mount.readOnly) };
				// One path by two ways is writable if one of the ways is.
				if (!ownPlaces.has(place) && (known === undefined || isLooser(taken, known))) inherited.set(place, taken);
			}
		}
		return [...own, ...inherited.values()];
	};
}

/** The same for every spelling of a path; a path that is not known is a place of its own. */
const placeOf = ({ path }: MountFacts): unknown => (typeof path === "string" ? samePath(path) : path);

/** Read-only if one of the two is; open if that depends on one. */
function either(one: Value<boolean>, other: Value<boolean>): Value<boolean> {
	if (one === true || other === true) return true;
	return one === false ? other : one;
}

const isLooser = (one: MountFacts, other: MountFacts): boolean => one.readOnly !== true && other.readOnly !== false;

interface Lender {
	/** Whose mounts are taken over; or why nobody knows. */
	readonly lender: Fields | Unresolved;
	readonly readOnly: Value<boolean>;
}

/** What nobody knows yet stands among the mounts as one: it may be any. */
function lentBy(
	lender: Fields | Unresolved,
	ownOf: (container: Fields) => Value<readonly MountFacts[]>,
): readonly MountFacts[] {
	const open = openIn(lender);
	const mounts = open ?? ownOf(fieldsIn(lender));
	return Array.isArray(mounts) ? mounts : [anyMount(openIn(mounts) ?? { unresolved: "" })];
}

const anyMount = (open: Unresolved): MountFacts => ({ path: open, volume: open, hostPath: open, readOnly: open });

type ByName = (name: string | null) => Fields | Unresolved | null;

/** The first container of a name; a container that is open may be it. */
function byNameIn(containers: readonly Fields[]): ByName {
	const byName = new Map<string, Fields>();
	for (const container of containers.toReversed()) {
		const name = writtenText(container["name"]);
		if (name !== null) byName.set(name, container);
	}
	const [open = null] = containers.flatMap((container) => openIn(container) ?? []);
	return (name) => (name === null ? null : (byName.get(name) ?? open));
}

/** All containers whose volumes a container takes over, each once for every way of mounting; null when they are too many. */
function lendersOf(container: Fields, named: ByName): readonly Lender[] | null {
	const found = new Map<string, Lender>();
	const waiting: { readonly lender: Fields; readonly readOnly: Value<boolean> }[] = [
		{ lender: container, readOnly: false },
	];
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		const from = next.lender["volumesFrom"];
		for (const entry of openIn(from) === null ? itemsIn(from) : [from]) {
			const { sourceContainer, readOnly: own } = fieldsIn(entry);
			const lender = openIn(entry) ?? openIn(sourceContainer) ?? named(writtenText(sourceContainer));
			const readOnly = either(next.readOnly, booleanUnlessOpen(own) ?? false);
			if (lender === null || lender === container) continue;
			const open = openIn(lender);
			const key = `${typeof readOnly === "boolean" ? readOnly : "open"} ${open?.unresolved ?? sourceContainer}`;
			if (found.has(key)) continue;
			found.set(key, { lender, readOnly });
			if (open === null) waiting.push({ lender: fieldsIn(lender), readOnly });
			if (found.size > maxInherited) return null;
		}
	}
	return [...found.values()];
}

function mountOf(point: unknown, fromHost: HostPaths): MountFacts {
	const open = openIn(point);
	if (open !== null) return anyMount(open);
	const { sourceVolume, containerPath, readOnly } = fieldsIn(point);
	const source = fromHost(sourceVolume);
	return {
		path: textUnlessOpen(containerPath) ?? { unresolved: "the mount point has no containerPath" },
		volume: textUnlessOpen(sourceVolume),
		hostPath: source.hostPath,
		readOnly: source.readOnly || (booleanUnlessOpen(readOnly) ?? false),
	};
}
