import type { ControlId } from "./control.ts";
import { globMatcher } from "./glob.ts";
import type { Waiver } from "./waivers.ts";

/** A waiver and its position in the policy's list, from 0. */
export interface Found {
	readonly index: number;
	readonly waiver: Waiver;
}

interface Prepared extends Found {
	readonly matches: (name: string) => boolean;
}

/** The waivers of one control by the literal beginning of their globs: of ten thousand only a few are compared with a name. */
interface Beginnings {
	readonly lengths: ReadonlySet<number>;
	readonly waivers: ReadonlyMap<string, readonly Prepared[]>;
}

type Index = ReadonlyMap<ControlId, Beginnings>;

const indexes = new WeakMap<readonly Waiver[], Index>();

/** The waivers of a control whose resource is one of these names, each once, in no order. */
export function waiversNaming(waivers: readonly Waiver[], control: ControlId, names: readonly string[]): Found[] {
	const beginnings = indexOf(waivers).get(control);
	if (beginnings === undefined) return [];
	return [...new Set(names.map(withoutDot).flatMap((name) => matching(beginnings, name)))];
}

function matching({ lengths, waivers }: Beginnings, name: string): Prepared[] {
	return [...lengths]
		.flatMap((length) => waivers.get(name.slice(0, length)) ?? [])
		.filter(({ matches }) => matches(name));
}

function indexOf(waivers: readonly Waiver[]): Index {
	const known = indexes.get(waivers);
	if (known !== undefined) return known;
	const index = indexed(waivers);
	indexes.set(waivers, index);
	return index;
}

function indexed(waivers: readonly Waiver[]): Index {
	const index = new Map<ControlId, { lengths: Set<number>; waivers: Map<string, Prepared[]> }>();
	for (const [at, waiver] of waivers.entries()) {
		const glob = withoutDot(waiver.resource);
		const [beginning = ""] = glob.split("*", 1);
		const ofControl = index.get(waiver.control) ?? { lengths: new Set(), waivers: new Map() };
		const alike = ofControl.waivers.get(beginning) ?? [];
		alike.push({ index: at, waiver, matches: globMatcher(glob) });
		ofControl.lengths.add(beginning.length);
		ofControl.waivers.set(beginning, alike);
		index.set(waiver.control, ofControl);
	}
	return index;
}

/** `./web.yaml` and `web.yaml` are the same file. */
const withoutDot = (path: string): string => path.replace(/^(?:\.\/+)+/, "");
