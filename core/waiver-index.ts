import type { ContainerFacts } from "./facts.ts";
import { globMatcher } from "./glob.ts";
import { indexGlobs } from "./glob-index.ts";
import { markHoles } from "./placeholders.ts";
import type { Waiver } from "./policy.ts";
import { isUnresolved } from "./reading.ts";

/** A waiver and its position in the policy's list, from 0. */
export interface IndexedWaiver {
	readonly index: number;
	readonly waiver: Waiver;
}

interface MatchableWaiver extends IndexedWaiver {
	readonly matches: (name: string) => boolean;
}

/** Finds the waivers of one control that may match a name, so that only a few of ten thousand are compared with it. */
type WaiverLookup = (name: string) => readonly MatchableWaiver[];

/** By control id. */
type Index = ReadonlyMap<string, WaiverLookup>;

const indexes = new WeakMap<readonly Waiver[], Index>();

/** The waivers of a control whose resource matches one of these names, each once, in no order. */
export function waiversNaming(waivers: readonly Waiver[], control: string, names: readonly string[]): IndexedWaiver[] {
	const likely = indexOf(waivers).get(control);
	if (likely === undefined) return [];
	const found = names.map(stripLeadingDot).flatMap((name) => likely(name).filter(({ matches }) => matches(name)));
	return [...new Set(found)];
}

function indexOf(waivers: readonly Waiver[]): Index {
	const known = indexes.get(waivers);
	if (known !== undefined) return known;
	const index = buildIndex(waivers);
	indexes.set(waivers, index);
	return index;
}

function buildIndex(waivers: readonly Waiver[]): Index {
	const ofControls = new Map<string, IndexedWaiver[]>();
	for (const [index, waiver] of waivers.entries()) {
		const ofControl = ofControls.get(waiver.control) ?? [];
		ofControl.push({ index, waiver });
		ofControls.set(waiver.control, ofControl);
	}
	return new Map([...ofControls].map(([control, found]) => [control, buildLookup(found)]));
}

function buildLookup(found: readonly IndexedWaiver[]): WaiverLookup {
	const globs = found.map(({ waiver }) => stripLeadingDot(waiver.resource));
	const prepared = found.map((one, at): MatchableWaiver => ({ ...one, matches: globMatcher(globs[at] ?? "") }));
	const likely = indexGlobs(globs);
	return (name) => likely(name).flatMap((at) => prepared[at] ?? []);
}

/** `./web.yaml` and `web.yaml` are the same file. */
const stripLeadingDot = (path: string): string => path.replace(/^(?:\.\/+)+/, "");

/**
 * Waivers whose resource matches a container's image as it is written. An unresolved part is matched by a wildcard, so that
 * the waiver applies to any value, or by the same `${Name}` in the waiver.
 */
export function waiversNamingImage(
	waivers: readonly Waiver[],
	control: string,
	container: ContainerFacts | undefined,
): readonly IndexedWaiver[] {
	const image = container?.image ?? null;
	const written = isUnresolved(image) ? (image.text ?? null) : image;
	if (written === null) return [];
	const named = waiversNaming(waivers, control, [markHoles(written)]);
	const quoted = waiversNaming(waivers, control, [String(written)]).filter(({ waiver }) =>
		waiver.resource.includes("${"),
	);
	return [...named, ...quoted];
}
