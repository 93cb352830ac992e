import { posix } from "node:path";
import { formatForDisplay } from "../../core/text.ts";
import type { Position } from "../document/source-document.ts";
import type { FileReading, SourceFile } from "../reader.ts";
import { readEnvFile } from "./env-file.ts";
import { layersOf } from "./extends.ts";
import { type Included, includesOf } from "./include.ts";
import type { Variables } from "./interpolate.ts";
import { isMapping, type Layers } from "./layers.ts";
import { addNote, type Loading, newLoading, refusal, rootOf } from "./load.ts";
import { entriesOf, fieldOf, type Part, positionOf } from "./part.ts";
import { servicesIn } from "./services.ts";

/** A service with everything that it inherits. */
export interface Service {
	readonly name: string;
	readonly layers: Layers;
	readonly position: Position;
}

/** The application that a Compose file defines. */
export interface Project {
	readonly services: readonly Service[];
	/** Top-level volumes by name. */
	readonly volumes: ReadonlyMap<string, Part>;
	readonly notes: FileReading["notes"];
}

/** Bounded because each service is compared with all others. */
const maxServices = 1_000;

interface Model {
	readonly services: Map<string, Layers>;
	readonly volumes: Map<string, Part>;
}

/**
 * Reads a Compose file with what it extends and includes. Variables have the values of the `.env` in its folder, as for
 * `docker compose up`, and none of the shell's: the verdict is the same on every machine. Services in a profile count.
 * Throws BadInputError where Compose would refuse the file.
 */
export function readProject(file: SourceFile): Project {
	const loading = newLoading(file);
	const root = rootOf(file, environmentFile(file));
	const { services, volumes } = loadModel(loading, { entry: root, roots: [root], trail: [posix.basename(file.path)] });
	if (services.size > maxServices) {
		throw refusal(loading, fieldOf(root, "services") ?? root, `more than ${maxServices} services; write fewer`);
	}
	return {
		services: [...services].flatMap(([name, layers]) => containerServices(loading, name, layers)),
		volumes,
		notes: loading.notes,
	};
}

function environmentFile(file: SourceFile): Variables {
	const found = file.readRelative(".env");
	if ("missing" in found) return new Map();
	return new Map(
		readEnvFile(found.text, new Map()).flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
	);
}

function loadModel(loading: Loading, { roots, trail }: Included): Model {
	const model: Model = { services: new Map(), volumes: new Map() };
	for (const root of roots) {
		for (const [name, layers] of ownServices(loading, root, trail)) {
			model.services.set(name, [...(model.services.get(name) ?? []), ...layers]);
		}
		const volumes = fieldOf(root, "volumes");
		for (const [name, volume] of volumes === null ? [] : entriesOf(volumes)) model.volumes.set(name, volume);
	}
	for (const root of roots) {
		for (const included of includesOf(loading, root, trail)) mergeIncluded(model, loading, included);
	}
	return model;
}

function ownServices(loading: Loading, root: Part, trail: readonly string[]): readonly (readonly [string, Layers])[] {
	const found = servicesIn(root);
	if (found === null) {
		throw refusal(loading, fieldOf(root, "services") ?? root, "services is not a mapping; write services: {…}");
	}
	const scope = { path: trail.at(-1) ?? "", services: new Map(found) };
	return found.map(([name, service]) => [
		name,
		isMapping(service) ? layersOf(loading, service, name, scope) : [service],
	]);
}

/** Keeps what the including file defines itself: Compose refuses duplicates. */
function mergeIncluded(model: Model, loading: Loading, included: Included): void {
	const { services, volumes } = loadModel(loading, included);
	for (const [name, layers] of services) {
		if (model.services.has(name)) {
			const text = `service ${formatForDisplay(name)} of an included file has the same name as another service`;
			addNote(loading, positionOf(included.entry), text);
		} else model.services.set(name, layers);
	}
	for (const [name, volume] of volumes) if (!model.volumes.has(name)) model.volumes.set(name, volume);
}

/** A service that is a container; a note for every other. */
function containerServices(loading: Loading, name: string, layers: Layers): readonly Service[] {
	const own = layers.findLast((layer) => "value" in layer);
	if (own === undefined) return [];
	const position = positionOf(own);
	if (!isMapping(own)) {
		addNote(loading, position, `service ${formatForDisplay(name)} is not a mapping`);
		return [];
	}
	if (fieldOf(own, "provider") !== null) {
		addNote(loading, position, `service ${formatForDisplay(name)} is run by a provider, not as a container`);
		return [];
	}
	return [{ name, layers, position }];
}
