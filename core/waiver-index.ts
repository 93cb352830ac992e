import type { ContainerFacts } from "./facts.ts";
import { globMatcher } from "./glob.ts";
import { likelyGlobs } from "./likely-globs.ts";
import { markHoles } from "./placeholders.ts";
import type { Waiver } from "./policy.ts";
import { isUnresolved } from "./reading.ts";

/** A waiver and its position in the policy's list, from 0. */
export interface Found {
	readonly index: number;
	readonly waiver: Waiver;
}

interface Prepared extends Found {
	readonly matches: (name: string) => boolean;
}

/** The waivers of one control that may be about a name: of ten thousand only a few are compared with it. */
type Likely = (name: string) => readonly Prepared[];

/** By control id. */
type Index = ReadonlyMap<string, Likely>;

const indexes = new WeakMap<readonly Waiver[], Index>();

/** The waivers of a control whose resource is one of these names, each once, in no order. */
export function waiversNaming(waivers: readonly Waiver[], control: string, names: readonly string[]): Found[] {
	const likely = indexOf(waivers).get(control);
	if (likely === undefined) return [];
	const found = names.map(withoutDot).flatMap((name) => likely(name).filter(({ matches }) => matches(name)));
	return [...new Set(found)];
}

function indexOf(waivers: readonly Waiver[]): Index {
	const known = indexes.get(waivers);
	if (known !== undefined) return known;
	const index = indexed(waivers);
	indexes.set(waivers, index);
	return index;
}

function indexed(waivers: readonly Waiver[]): Index {
	const ofControls = new Map<string, Found[]>();
	for (const [index, waiver] of waivers.entries()) {
		const ofControl = ofControls.get(waiver.control) ?? [];
		ofControl.push({ index, waiver });
		ofControls.set(waiver.control, ofControl);
	}
	return new Map([...ofControls].map(([control, found]) => [control, likelyOf(found)]));
}

function likelyOf(found: readonly Found[]): Likely {
	const globs = found.map(({ waiver }) => withoutDot(waiver.resource));
	const prepared = found.map((one, at): Prepared => ({ ...one, matches: globMatcher(globs[at] ?? "") }));
	const likely = likelyGlobs(globs);
	return (name) => likely(name).flatMap((at) => prepared[at] ?? []);
}

/** `./web.yaml` and `web.yaml` are the same file. */
const withoutDot = (path: string): string => path.replace(/^(?:\.\/+)+/, "");

/**
 * Waivers that name a container's image as it is written. What a file leaves open, only a wildcard matches, so that a waiver
 * holds whatever comes there, or `${Name}` where the waiver has it too.
 */
export function waiversNamingImage(
	waivers: readonly Waiver[],
	control: string,
	container: ContainerFacts | undefined,
): readonly Found[] {
	const image = container?.image ?? null;
	const written = isUnresolved(image) ? (image.text ?? null) : image;
	if (written === null) return [];
	const named = waiversNaming(waivers, control, [markHoles(written)]);
	const quoted = waiversNaming(waivers, control, [String(written)]).filter(({ waiver }) =>
		waiver.resource.includes("${"),
	);
	return [...named, ...quoted];
}
