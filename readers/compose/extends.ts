import { posix } from "node:path";
import { isFields } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { isMapping, type Layers } from "./layers.ts";
import { addNote, type Loading, loadFile, pathIn, refusal } from "./load.ts";
import { fieldOf, type Part, positionOf, textOf } from "./part.ts";
import { servicesIn } from "./services.ts";

/** The services that can be referred to without naming a file. */
export interface Scope {
	/** The path of their file, which distinguishes services of the same name. */
	readonly path: string;
	readonly services: ReadonlyMap<string, Part>;
}

/** No realistic chain is longer. */
const maxSteps = 20;

/**
 * A service with the ones that it extends, the base first. A missing base gives a missing layer and a note. Throws BadInputError
 * for services that extend each other, which Compose refuses.
 * https://docs.docker.com/reference/compose-file/services/#extends
 */
export function layersOf(
	loading: Loading,
	service: Part,
	name: string,
	scope: Scope,
	trail: readonly string[] = [],
): Layers {
	const reference = fieldOf(service, "extends");
	if (reference === null) return [service];
	const here = `${scope.path}#${name}`;
	if (trail.includes(here)) {
		throw refusal(loading, reference, `service ${name} extends itself; remove one "extends"`);
	}
	const found = trail.length < maxSteps ? baseOf(loading, reference, scope) : { missing: "the chain is too long" };
	if ("missing" in found) {
		const why = `extends of service ${formatForDisplay(name)} cannot be read (${formatForDisplay(found.missing)})`;
		addNote(loading, positionOf(reference), why);
		return [{ missing: why }, service];
	}
	return [...layersOf(loading, found.service, found.name, found.scope, [...trail, here]), service];
}

interface Base {
	readonly service: Part;
	readonly name: string;
	readonly scope: Scope;
}

function baseOf(loading: Loading, reference: Part, scope: Scope): Base | { readonly missing: string } {
	const named = isFields(reference.value) ? fieldOf(reference, "service") : reference;
	const name = named === null ? { unresolved: "it does not name a service" } : textOf(named);
	if (typeof name !== "string") return { missing: name.unresolved };
	const file = isFields(reference.value) ? fieldOf(reference, "file") : null;
	const other = file === null ? scope : scopeOf(loading, file, reference);
	if ("missing" in other) return other;
	const service = other.services.get(name);
	if (service === undefined || !isMapping(service)) return { missing: `there is no service ${name}` };
	return { service, name, scope: other };
}

function scopeOf(loading: Loading, file: Part, reference: Part): Scope | { readonly missing: string } {
	const located = pathIn(file);
	if ("missing" in located) return { missing: `the file name is unknown because ${located.missing}` };
	const { path } = located;
	const origin = { variables: reference.origin.variables, folder: posix.dirname(path) };
	const read = loadFile(loading, path, reference, origin);
	if ("missing" in read) return read;
	return { path, services: new Map(servicesIn(read.root) ?? []) };
}
