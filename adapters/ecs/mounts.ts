import { samePath } from "../../core/containers/mount-paths.ts";
import type { MountFacts } from "../../core/facts.ts";
import type { Value } from "../../core/reading.ts";
import { type Fields, fieldsIn, itemsIn, textIn } from "../json.ts";

/** ECS takes ten containers a definition; a file may claim more, and each may inherit from all others. */
const mostInherited = 20;

/**
 * The mounts of a definition's containers: their own mount points joined with the volumes, then what `volumesFrom`
 * takes over from other containers and what those took over. As in Docker, an own mount hides an inherited one.
 */
export function mountsOf(
	containers: readonly Fields[],
	volumes: readonly Fields[],
): (container: Fields) => Value<readonly MountFacts[]> {
	const sources = byNameOf(volumes);
	const byName = byNameOf(containers);
	const ownOf = (container: Fields): readonly MountFacts[] =>
		itemsIn(container["mountPoints"]).map((point) => mountOf(fieldsIn(point), sources));
	return (container) => {
		const own = ownOf(container);
		const lenders = lendersOf(container, byName);
		if (lenders === null) return { unresolved: `volumesFrom leads to more than ${mostInherited} containers` };
		const ownPlaces = new Set(own.map(placeOf));
		const inherited = new Map<unknown, MountFacts>();
		for (const { lender, readOnly } of lenders) {
			for (const mount of ownOf(lender)) {
				const place = placeOf(mount);
				const known = inherited.get(place);
				const taken = { ...mount, readOnly: readOnly || mount.readOnly };
				// One path by two ways is writable if one of the ways is.
				if (!ownPlaces.has(place) && known?.readOnly !== false) inherited.set(place, taken);
			}
		}
		return [...own, ...inherited.values()];
	};
}

/** The same for every spelling of a path; a path that is not known is a place of its own. */
const placeOf = ({ path }: MountFacts): unknown => (typeof path === "string" ? samePath(path) : path);

interface Lender {
	readonly lender: Fields;
	readonly readOnly: boolean;
}

/** The first of each name; what has none cannot be referred to. */
function byNameOf(items: readonly Fields[]): ReadonlyMap<unknown, Fields> {
	const named = items.filter((item) => textIn(item["name"]) !== null);
	return new Map(named.toReversed().map((item) => [item["name"], item]));
}

/** All containers whose volumes a container takes over, each once for every way of mounting; null when they are too many. */
function lendersOf(container: Fields, byName: ReadonlyMap<unknown, Fields>): readonly Lender[] | null {
	const found = new Map<string, Lender>();
	const waiting: Lender[] = [{ lender: container, readOnly: false }];
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		for (const entry of itemsIn(next.lender["volumesFrom"]).map(fieldsIn)) {
			const name = textIn(entry["sourceContainer"]);
			const lender = byName.get(name);
			const readOnly = next.readOnly || entry["readOnly"] === true;
			const key = `${readOnly} ${name}`;
			if (lender === undefined || lender === container || found.has(key)) continue;
			found.set(key, { lender, readOnly });
			waiting.push({ lender, readOnly });
			if (found.size > mostInherited) return null;
		}
	}
	return [...found.values()];
}

/** Only a host volume with a sourcePath shows a place of the host; without one the engine chooses a place of its own. */
function mountOf(point: Fields, volumes: ReadonlyMap<unknown, Fields>): MountFacts {
	const { sourceVolume } = point;
	const hostPath = textIn(fieldsIn(volumes.get(sourceVolume)?.["host"])["sourcePath"]);
	return {
		path: textIn(point["containerPath"]) ?? { unresolved: "the mount point has no containerPath" },
		source: hostPath ?? textIn(sourceVolume),
		readOnly: point["readOnly"] === true,
	};
}
