import { isFields } from "../../core/json.ts";
import { entriesOf, fieldOf, type Part } from "./part.ts";
import { isFirstVersion } from "./recognize.ts";

/** The services of one file, before inheritance; null when `services` is not a mapping. */
export function servicesIn(root: Part): readonly (readonly [string, Part])[] | null {
	const services = fieldOf(root, "services");
	if (services !== null) return isFields(services.value) ? entriesOf(services) : null;
	if (isFirstVersion(root.value)) return entriesOf(root).filter(([name]) => !name.startsWith("x-"));
	return isFields(root.value) ? [] : null;
}
