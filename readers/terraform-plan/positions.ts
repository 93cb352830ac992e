import { isFields } from "../../core/json.ts";
import type { SourceDocument } from "../document/source-document.ts";
import { valueAt } from "../document/value-at.ts";
import type { FileSubject } from "../reader.ts";
import type { PlannedResource } from "./plan.ts";

/** Attributes whose names differ from the API's. */
const attributes: Readonly<Record<string, string>> = { volumes: "volume" };

/** Fields that are resources of their own in Terraform: policies. */
type PolicyResources = Readonly<Record<string, PlannedResource | "unknown" | null>>;

/**
 * Finds the positions of a resource's fields in a plan, in the terms of `Control.field`. Containers are in a JSON text, so all their
 * fields have the position of that text.
 */
export function positionFinder(
	document: SourceDocument,
	{ at }: PlannedResource,
	policyResources: PolicyResources,
): FileSubject["positionOf"] {
	const values = valueAt(document.value, at);
	return (field, container) => {
		const [first = "", ...more] = field.split(".");
		const other = policyResources[first];
		if (other !== undefined && other !== null && other !== "unknown")
			return document.at([...other.at, "policy"], "key");
		const own = attributeOf(first);
		const isOfTask = isFields(values) && own in values && (container === undefined || own !== "memory");
		const steps = isOfTask ? [own, ...more.slice(0, 1).map((step) => (/^\d+$/.test(step) ? Number(step) : step))] : [];
		if (container !== undefined && !isOfTask) return document.at([...at, "container_definitions"], "key");
		return steps.length === 0 ? document.at(at.slice(0, -1), "value") : document.at([...at, ...steps], "key");
	};
}

const attributeOf = (field: string): string =>
	attributes[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
