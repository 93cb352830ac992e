import { isFields } from "../../core/json.ts";
import { entriesOf, fieldOf, type Part, taggedEntriesOf } from "./part.ts";
import { isFirstVersion } from "./recognize.ts";

/** The services of one file, before inheritance, with their tags; null when `services` is not a mapping. */
export function taggedServicesIn(root: Part): readonly (readonly [string, Part])[] | null {
	return servicesBy(root, taggedEntriesOf);
}

/** The same without tags and without services that are `!reset`: those that others of the file can extend. */
export function servicesIn(root: Part): readonly (readonly [string, Part])[] | null {
	return servicesBy(root, entriesOf);
}

function servicesBy(root: Part, entries: typeof entriesOf): readonly (readonly [string, Part])[] | null {
	const services = fieldOf(root, "services");
	if (services !== null) return isFields(services.value) ? entries(services) : null;
	if (isFirstVersion(root.value)) return entries(root).filter(([name]) => !name.startsWith("x-"));
	return isFields(root.value) || root.value === null ? [] : null;
}
