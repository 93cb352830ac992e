import type { MountFacts } from "../../core/facts.ts";
import { formatForDisplay } from "../../core/text.ts";
import { normalizePath } from "../../domain/containers/mount-paths.ts";
import { unresolved } from "./attributes.ts";
import { type Layers, layersOfKey, partsOf } from "./layers.ts";
import { unknownMount } from "./mount-entries.ts";
import type { Entry } from "./mounts.ts";
import { itemsOf, type Part, textOf } from "./part.ts";

/** The layers and mounts of a service from which others may inherit mounts. */
export interface MountSource {
	readonly layers: Layers;
	readonly mounts: readonly Entry<MountFacts>[];
}

/** No realistic file has more. */
const maxSources = 20;

interface Step {
	readonly name: string;
	readonly readOnly: boolean;
	/** The entry of the service itself that leads to it. */
	readonly part: Part | null;
}

/**
 * The mounts that a service inherits from others through `volumes_from`, also indirectly; its own mounts hide inherited
 * ones with the same target. The mounts of containers outside the file are unknown.
 * https://docs.docker.com/reference/compose-file/services/#volumes_from
 */
export function inheritedMounts(name: string, sources: ReadonlyMap<string, MountSource>): readonly Entry<MountFacts>[] {
	const inherited = new Map<unknown, Entry<MountFacts>>();
	const hidden = new Set((sources.get(name)?.mounts ?? []).map(targetOf));
	const unknown: Entry<MountFacts>[] = [];
	const seen = new Set<string>();
	const waiting: Step[] = [{ name, readOnly: false, part: null }];
	for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
		for (const next of stepsFrom(step, sources.get(step.name)?.layers ?? [])) {
			const key = `${next.readOnly} ${next.name}`;
			if (next.name === name || seen.has(key)) continue;
			seen.add(key);
			const source = sources.get(next.name);
			if (source === undefined || seen.size > maxSources) {
				const why = unresolved(`volumes_from ${formatForDisplay(next.name)}`);
				unknown.push({ fact: unknownMount(why, next.readOnly ? true : why), part: next.part });
				continue;
			}
			waiting.push(next);
			for (const entry of source.mounts) addInherited(inherited, entry, next);
		}
	}
	return [...[...inherited].flatMap(([target, entry]) => (hidden.has(target) ? [] : [entry])), ...unknown];
}

/** A path that is inherited twice is writable if one of the mounts is. */
function addInherited(
	inherited: Map<unknown, Entry<MountFacts>>,
	{ fact }: Entry<MountFacts>,
	{ readOnly, part }: Step,
): void {
	const entry = { fact: readOnly ? { ...fact, readOnly: true } : fact, part };
	const target = targetOf(entry);
	if (inherited.get(target)?.fact.readOnly !== false) inherited.set(target, entry);
}

const targetOf = ({ fact }: Entry<MountFacts>): unknown =>
	typeof fact.path === "string" ? normalizePath(fact.path) : fact.path;

function stepsFrom(step: Step, layers: Layers): readonly Step[] {
	// A layer that is missing here is also missing in `volumes`, where it counts as an unknown mount.
	return partsOf(layersOfKey(layers, "volumes_from")).flatMap((layer) =>
		itemsOf(layer).map((item) => stepOf(item, step)),
	);
}

/** `name`, `name:ro`, `container:name` or `container:name:ro`. */
function stepOf(item: Part, { readOnly, part }: Step): Step {
	const text = textOf(item);
	if (typeof text !== "string") return { name: text.unresolved, readOnly, part: part ?? item };
	const [, name = text, mode] = /^((?:container:)?[^:]*)(?::(.*))?$/.exec(text) ?? [];
	return { name, readOnly: readOnly || mode === "ro", part: part ?? item };
}
