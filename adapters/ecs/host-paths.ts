import type { Unresolved, Value } from "../../core/reading.ts";
import { fieldsIn, itemsIn } from "../json.ts";
import { openIn, textUnlessOpen, writtenText } from "./open-values.ts";

/** The place of the host that a mount point's `sourceVolume` stands for; null when it is none. */
export type HostPaths = (sourceVolume: unknown) => Value<string | null>;

/** Only a host volume with a sourcePath shows a place of the host; without one the engine chooses a place of its own. */
export function hostPathsOf(volumes: unknown): HostPaths {
	const list = itemsIn(volumes);
	const known = new Map<string, Value<string | null>>();
	for (const volume of list.toReversed()) {
		const name = writtenText(fieldsIn(volume)["name"]);
		if (name !== null) known.set(name, hostPathIn(volume));
	}
	const open = openIn(volumes) ?? firstOpen(list);
	const mayBeOfHost = open !== null || [...known.values()].some((path) => path !== null);
	return (sourceVolume) => {
		const unnamed = openIn(sourceVolume);
		if (unnamed !== null) return mayBeOfHost ? unnamed : null;
		const name = writtenText(sourceVolume);
		if (name === null) return null;
		const path = known.get(name);
		return path === undefined ? open : path;
	};
}

function hostPathIn(volume: unknown): Value<string | null> {
	const { host } = fieldsIn(volume);
	return openIn(host) ?? textUnlessOpen(fieldsIn(host)["sourcePath"]);
}

/** A volume that is open, or whose name is, may be any that is mounted. */
function firstOpen(volumes: readonly unknown[]): Unresolved | null {
	const [open = null] = volumes.flatMap((volume) => openIn(volume) ?? openIn(fieldsIn(volume)["name"]) ?? []);
	return open;
}
