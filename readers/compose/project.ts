import { posix } from "node:path";
import { formatForDisplay } from "../../core/text.ts";
import type { Location } from "../document/source-document.ts";
import type { FileReading } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import type { Definitions } from "./around-start.ts";
import { readEnvFile } from "./env-file.ts";
import { layersOf } from "./extends.ts";
import { fragmentOf, isLoneOverride } from "./fragment.ts";
import { type Included, includesOf } from "./include.ts";
import type { Variables } from "./interpolate.ts";
import { isMapping, type Layers, layersOfKey, type MissingLayer, partsOf } from "./layers.ts";
import { addNote, type Loading, newLoading, refusal, rootsOf } from "./load.ts";
import { fieldOf, itemsOf, type Part, positionOf, taggedEntriesOf, taggedFieldOf, tagOf } from "./part.ts";
import { servicesIn, taggedServicesIn } from "./services.ts";

/** A service with everything that it inherits. */
export interface Service {
	readonly name: string;
	readonly layers: Layers;
	readonly position: Location;
}

/** The application that a Compose file defines. */
export interface Project {
	readonly services: readonly Service[];
	/** Top-level volumes by name. */
	readonly volumes: ReadonlyMap<string, Layers>;
	/** What else the services refer to. */
	readonly definitions: Definitions;
	readonly notes: FileReading["notes"];
}

/** Bounded because each service is compared with all others. */
const maxServices = 1_000;

interface Model {
	/** By name. */
	readonly services: Map<string, Layers>;
	readonly volumes: Map<string, Layers>;
	readonly configs: Map<string, Layers>;
	readonly secrets: Map<string, Layers>;
	/** Files that could not be read: each may set anything in every service. */
	readonly missing: MissingLayer[];
}

const emptyModel = (): Model => ({
	services: new Map(),
	volumes: new Map(),
	configs: new Map(),
	secrets: new Map(),
	missing: [],
});

/** What services refer to by name. */
const definitionKeys = ["volumes", "configs", "secrets"] as const;
const modelKeys = ["services", ...definitionKeys] as const;

/**
 * Reads a Compose file with what it extends and includes, and the files that it is merged with. Variables have the values of the
 * `.env` in the folder of the base, as for `docker compose up`, and none of the shell's: the verdict is the same on every machine. Services
 * in a profile count. Throws BadInputError where Compose would refuse the file.
 */
export function readProject(file: SourceFile): Project {
	const loading = newLoading(file);
	const model = emptyModel();
	for (const root of rootsOf(file, environmentFile(file))) {
		if ("missing" in root) addMissing(model, root.missing);
		else addFile(model, loading, root.part, [posix.basename(root.path)]);
	}
	const { services, volumes, configs, secrets } = model;
	const isOverride = isLoneOverride(file);
	if (services.size > maxServices) throw tooMany(loading, services);
	return {
		services: [...services].flatMap(([name, layers]) => containerServices(loading, name, layers, isOverride)),
		volumes,
		definitions: { configs, secrets },
		notes: loading.notes,
	};
}

function tooMany(loading: Loading, services: Model["services"]) {
	const [one] = [...services.values()].flatMap(partsOf);
	const text = `more than ${maxServices} services; write fewer`;
	return refusal(loading, one === undefined ? null : { ...one, path: one.path.slice(0, 1) }, text);
}

function environmentFile(file: SourceFile): Variables {
	const found = file.readRelative(".env");
	if ("missing" in found) return new Map();
	return new Map(
		readEnvFile(found.text, new Map()).flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
	);
}

function addMissing(model: Model, missing: string): void {
	for (const [name, layers] of model.services) model.services.set(name, [...layers, { missing }]);
	model.missing.push({ missing });
}

/**
 * Merges a file into the model: first what it includes, then its own services and volumes, both over those of the files before it.
 * https://docs.docker.com/reference/compose-file/merge/
 */
function addFile(model: Model, loading: Loading, root: Part, trail: readonly string[]): void {
	const found = taggedServicesIn(root);
	const extendable = servicesIn(root);
	if (found === null || extendable === null) {
		throw refusal(loading, fieldOf(root, "services") ?? root, "services is not a mapping; write services: {…}");
	}
	// Own services keep their order before those that are included.
	for (const [name] of found) model.services.set(name, model.services.get(name) ?? [...model.missing]);
	const included = includedModel(loading, includesOf(loading, root, trail));
	for (const key of modelKeys) {
		for (const [name, layers] of included[key])
			model[key].set(name, [...(model[key].get(name) ?? model.missing), ...layers]);
	}
	const scope = { path: trail.at(-1) ?? "", services: new Map(extendable) };
	const layersOfService = (service: Part, name: string): Layers =>
		isMapping(service) ? layersOf(loading, service, name, scope) : [service];
	addEntries(model.services, taggedFieldOf(root, "services"), found, layersOfService);
	for (const key of definitionKeys) {
		const whole = taggedFieldOf(root, key);
		addEntries(model[key], whole, whole === null ? [] : taggedEntriesOf(whole), (definition) => [definition]);
	}
}

/** What is included first overrides what is included after it (github.com/compose-spec/compose-go, loader/include.go). */
function includedModel(loading: Loading, all: readonly Included[]): Model {
	const model = emptyModel();
	for (const { roots, trail } of all) {
		const own = emptyModel();
		for (const root of roots) addFile(own, loading, root, trail);
		for (const key of modelKeys) {
			for (const [name, layers] of own[key]) model[key].set(name, [...layers, ...(model[key].get(name) ?? [])]);
		}
	}
	return model;
}

/** Adds entries to those of the files before; `!reset` removes one of these, and `!override` replaces it, or all of them. */
function addEntries(
	before: Map<string, Layers>,
	whole: Part | null,
	entries: readonly (readonly [string, Part])[],
	layersIn: (part: Part, name: string) => Layers,
): void {
	if (whole !== null && tagOf(whole) !== null) before.clear();
	for (const [name, part] of entries) {
		const known = before.get(name) ?? [];
		const tag = tagOf(part);
		if (tag === "!reset") before.delete(name);
		else if (part.value !== null || known.length === 0) {
			const own = layersIn(part, name);
			before.set(name, tag === null ? [...known, ...own] : own);
		}
	}
}

/** A service that is a container; a note for every other. */
function containerServices(loading: Loading, name: string, layers: Layers, isOverride: boolean): readonly Service[] {
	const parts = partsOf(layers);
	const own = parts.at(-1);
	if (own === undefined) return [];
	const position = positionOf(firstOwn(parts) ?? own);
	if (!isMapping(own)) {
		addNote(loading, positionOf(own), `service ${formatForDisplay(name)} is not a mapping`);
		return [];
	}
	if (partsOf(layersOfKey(layers, "provider")).length > 0) {
		addNote(loading, position, `service ${formatForDisplay(name)} is run by a provider, not as a container`);
		return [];
	}
	for (const image of imagesOfHooks(layers)) {
		addNote(loading, positionOf(image), `image of a pre_start of service ${formatForDisplay(name)}`);
	}
	const missing = fragmentOf(layers, isOverride);
	return [{ name, layers: missing === null ? layers : [missing, ...layers], position }];
}

/** Unlike other hooks, one that runs before the start has a container of its own, which may run another image. */
const imagesOfHooks = (layers: Layers): readonly Part[] =>
	partsOf(layersOfKey(layers, "pre_start"))
		.flatMap(itemsOf)
		.flatMap((hook) => fieldOf(hook, "image") ?? []);

/** Where the base defines the service: there is the place to write what no file says. */
function firstOwn(parts: readonly Part[]): Part | undefined {
	const [first] = parts.flatMap(({ origin }) => origin.document ?? []);
	return parts.findLast(({ origin }) => origin.document !== null && origin.document === first);
}
